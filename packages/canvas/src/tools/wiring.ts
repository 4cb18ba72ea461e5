import type { Board } from "../board/board";
import { hasMoved, type Pointer, type State } from "../board/gesture";
import { distance, type Point } from "../plane/geometry";
import type { PortRef, ScenePort } from "../scene/item";
import { portEnd, portOf, route, type WireEnd } from "../scene/route";

/** What a drop would do. */
type Verdict = { kind: "wire"; port: PortRef } | { kind: "refused"; reason: string } | { kind: "nothing" };

/** A wire hangs on the pointer. A click on a port with the connector leaves it hanging until the next click. */
export function wiring(board: Board, start: Pointer, origin: PortRef): State {
  let isHanging = false;
  const end = endOf(board, origin);
  const finish = (): null => {
    board.mark({ draft: null, litPort: null });
    return null;
  };
  const self: State = {
    name: "wiring",
    cursor: "crosshair",
    // A hanging wire has no press that ends when the pointer leaves the view.
    get followsEdge() {
      return !isHanging;
    },
    down: () => self,
    move: (pointer) => {
      if (!end || (!isHanging && !hasMoved(start, pointer))) return self;
      const at = board.toBoard(pointer.screen);
      const verdict = judge(board, origin, at, pointer.isTouch);
      const litPort = verdict.kind === "wire" ? verdict.port : null;
      const loose: WireEnd = (litPort && endOf(board, litPort)) ?? {
        ...at,
        side: end.side === "left" ? "right" : "left",
      };
      board.mark({ draft: route(end, loose), litPort });
      return self;
    },
    up: (pointer) => {
      if (!isHanging && !hasMoved(start, pointer)) {
        if (board.tool.name !== "connector") {
          board.select([origin.item]);
          return finish();
        }
        isHanging = true;
        return self;
      }
      const at = board.toBoard(pointer.screen);
      const verdict = judge(board, origin, at, pointer.isTouch);
      const next = finish();
      if (verdict.kind === "wire") board.events.onWire?.(...ordered(board, origin, verdict.port));
      if (verdict.kind === "refused") board.events.onWireRefused?.(verdict.reason, at);
      return next;
    },
    cancel: finish,
  };
  return self;
}

/** With the connector an item may be pressed anywhere: its nearest free port is meant, an out port before an in port. */
export function wiringFromItem(board: Board, start: Pointer, id: string): State | null {
  const at = board.toBoard(start.screen);
  const cost = (port: ScenePort): number => (port.direction === "out" ? 0 : 2) + (port.wired ? 1 : 0);
  const ports = byDistance(board, id, at).sort((a, b) => cost(a) - cost(b));
  return ports[0] ? wiring(board, start, { item: id, port: ports[0].id }) : null;
}

function judge(board: Board, origin: PortRef, at: Point, isTouch: boolean): Verdict {
  const target = board.hit(at, isTouch);
  const from = portAt(board, origin);
  if (!from || target.kind === "board" || target.kind === "wire") return { kind: "nothing" };
  const item = target.kind === "port" ? target.item : target.id;
  if (item === origin.item) return { kind: "nothing" };
  const fitting = byDistance(board, item, at).filter((port) => port.direction !== from.direction);
  const aimed = target.kind === "port" && fitting.find((port) => port.id === target.port);
  return aimed ? ask(board, origin, item, [aimed], from) : ask(board, origin, item, fitting, from);
}

/** The first of these ports that the app allows; when it allows none, its reason for the port of the same type. */
function ask(
  board: Board,
  origin: PortRef,
  item: string,
  ports: readonly ScenePort[],
  from: ScenePort,
): Verdict {
  const refusals = new Map<ScenePort, string>();
  for (const port of ports) {
    const ref = { item, port: port.id };
    const reason = board.events.canWire?.(...ordered(board, origin, ref)) ?? null;
    if (reason === null) return { kind: "wire", port: ref };
    refusals.set(port, reason);
  }
  const told = ports.find((port) => port.type === from.type) ?? ports[0];
  const title = board.scene.item(item)?.picture.title ?? item;
  const reason = told && refusals.get(told);
  return { kind: "refused", reason: reason ?? `Nothing can be wired to '${title}' from here.` };
}

/** The out port first. */
function ordered(board: Board, origin: PortRef, other: PortRef): [PortRef, PortRef] {
  return portAt(board, origin)?.direction === "in" ? [other, origin] : [origin, other];
}

function portAt(board: Board, { item, port }: PortRef): ScenePort | undefined {
  const found = board.scene.item(item);
  return found && portOf(found, port);
}

function endOf(board: Board, ref: PortRef): WireEnd | null {
  const [box, port] = [board.scene.boxOf(ref.item), portAt(board, ref)];
  return box && port ? portEnd(box, port) : null;
}

function byDistance(board: Board, item: string, at: Point): ScenePort[] {
  const [found, box] = [board.scene.item(item), board.scene.boxOf(item)];
  if (!found || !box) return [];
  return [...found.ports].sort((a, b) => distance(at, portEnd(box, a)) - distance(at, portEnd(box, b)));
}
