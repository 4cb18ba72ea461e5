import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { anItem, aTable } from "../testing";
import { Cards } from "./cards";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aHand(items = [anItem("a"), anItem("b", { x: 200, z: "b" })]) {
  const table = aTable(items);
  const state = { isBusy: false };
  const cards = new Cards(
    () => table.board,
    () => state.isBusy,
    { show: () => {} },
  );
  const mounted = () => table.told.filter(([name]) => name === "onMounted").map(([, ids]) => ids);
  return { ...table, state, cards, mounted };
}

/** As much of an element as the cards touch. */
const anElement = () => {
  const running = new Set<{ currentTime: number }>();
  const animate = () => {
    const animation = { currentTime: 0, pause: () => {}, cancel: () => running.delete(animation) };
    running.add(animation);
    return animation;
  };
  return { style: {} as Record<string, string>, running, animate } as unknown as HTMLElement;
};

/** How far an element has slid: a millisecond of its animations is a pixel. */
function slid(element: HTMLElement): { x: number; y: number } {
  const { running } = element as unknown as { running: ReadonlySet<{ currentTime: number }> };
  const [x = 0, y = 0] = [...running].map(({ currentTime }) => currentTime - 1e7);
  return { x, y };
}

test("cards are chosen 120 ms after the camera's last movement, the nearest to the centre first", () => {
  const { cards, mounted } = aHand();
  cards.moved();
  vi.advanceTimersByTime(100);
  cards.moved();
  vi.advanceTimersByTime(119);
  expect(mounted()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(mounted()).toEqual([["b", "a"]]);
});

test("a stream of edits does not put the choice off", () => {
  const { cards, mounted } = aHand();
  for (let i = 0; i < 4; i++) {
    cards.sceneChanged();
    vi.advanceTimersByTime(50);
  }
  expect(mounted()).toEqual([["b", "a"]]);
});

test("nothing is mounted during a gesture, but after it", () => {
  const { cards, state, mounted } = aHand();
  state.isBusy = true;
  cards.moved();
  vi.advanceTimersByTime(1000);
  expect(mounted()).toEqual([]);
  state.isBusy = false;
  vi.advanceTimersByTime(120);
  expect(mounted()).toHaveLength(1);
});

test("a card goes with its item at once; the same answer is not told twice", () => {
  const { cards, board, mounted } = aHand();
  cards.moved();
  vi.advanceTimersByTime(120);
  board.patch({ removeItems: ["a"] });
  cards.sceneChanged();
  expect(mounted()).toEqual([["b", "a"], ["b"]]);
  vi.advanceTimersByTime(500);
  expect(mounted()).toHaveLength(2);
});

test("a pinned card stays when the camera goes elsewhere", () => {
  const { cards, board, mounted } = aHand();
  cards.pin("a", true);
  board.setCamera({ x: 9000, y: 0, zoom: 0.2 });
  cards.moved();
  vi.advanceTimersByTime(120);
  expect(mounted().at(-1)).toEqual(["a"]);
  cards.pin("a", false);
  vi.advanceTimersByTime(120);
  expect(mounted().at(-1)).toEqual([]);
});

test("elements lie where their item is shown, drags included, and above those behind", () => {
  const { cards, board } = aHand();
  const [a, b] = [anElement(), anElement()];
  cards.register("a", a);
  cards.register("b", b);
  expect(cards.isShown("a")).toBe(true);
  expect(b.style).toMatchObject({ position: "absolute", transform: "translate(200px, 0px)", width: "100px" });
  expect(Number(b.style.zIndex)).toBeGreaterThan(Number(a.style.zIndex));
  const placed = () => {
    cards.outdate();
    cards.place();
    return b.style.transform;
  };
  // One that is dragged slides from where it lies.
  board.dragTo(["b"], 5, 7);
  expect(placed()).toBe("translate(200px, 0px)");
  expect(slid(b)).toEqual({ x: 5, y: 7 });
  board.commitDrag();
  expect(placed()).toBe("translate(205px, 7px)");
  expect(slid(b)).toEqual({ x: 0, y: 0 });
  cards.register("a", null);
  expect(cards.isShown("a")).toBe(false);
});
