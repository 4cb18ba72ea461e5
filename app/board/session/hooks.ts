import type { ItemId, ItemJson, StudyKind } from "@carveout/model";
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { Identity } from "./identity";
import { placeKey } from "./places";
import type { BoardSession } from "./session";
import type { Signal, SignalMap } from "./signal";
import { type ShownStudy, studyPlace } from "./studies";
import type {
  ExperimentPlan,
  ExperimentRuns,
  FieldChange,
  Finding,
  HistoryState,
  Person,
  Saved,
  ShownRefusal,
} from "./types";

export const SessionContext = createContext<BoardSession | null>(null);

/** The open board. Only below SessionContext. */
export function useSession(): BoardSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionContext above it.");
  return session;
}

export function useSignal<T>(signal: Signal<T>): T {
  return useSyncExternalStore(signal.subscribe, signal.get, signal.get);
}

/** One value of a map by its key. */
export function useKey<T>(map: SignalMap<T>, key: string): T | undefined {
  const subscribe = useCallback((listener: () => void) => map.subscribe(key, listener), [map, key]);
  const get = () => map.get(key);
  return useSyncExternalStore(subscribe, get, get);
}

const NO_IDS: readonly ItemId[] = [];
const NO_FINDINGS: readonly Finding[] = [];
const NO_RUNS: ExperimentRuns = new Map();
const NO_PLAN: ExperimentPlan = { columns: [], profile: null, workload: null, profiles: [], workloads: [] };

/** The item as plain data, undefined once it is gone. The same object until it changes. */
export function useItem(id: ItemId): ItemJson | undefined {
  return useKey(useSession().items.items, id);
}

/** Ids of one kind, in no order. */
export function useItemIds(kind: ItemJson["kind"]): readonly ItemId[] {
  return useSignal(useSession().items.ids).get(kind) ?? NO_IDS;
}

/** Findings on an item, all fields. */
export function useFindings(id: ItemId): readonly Finding[] {
  return useKey(useSession().announcements.findings, id) ?? NO_FINDINGS;
}

/** The newest frame of each variant. */
export function useRuns(experiment: ItemId): ExperimentRuns {
  return useKey(useSession().announcements.runs, experiment) ?? NO_RUNS;
}

/** The last result of each variant, whatever runs since. */
export function useResults(experiment: ItemId): ExperimentRuns {
  return useKey(useSession().announcements.results, experiment) ?? NO_RUNS;
}

/** A study of an experiment as far as it has come; undefined while nobody has started it. */
export function useStudy(experiment: ItemId, kind: StudyKind): ShownStudy | undefined {
  return useKey(useSession().studies.shown, studyPlace(experiment, kind));
}

/** Why this participant's last wish about a study was not met. */
export function useStudyRefusal(experiment: ItemId, kind: StudyKind): string | undefined {
  return useKey(useSession().studies.refused, studyPlace(experiment, kind));
}

/** Columns of an experiment with their letters and names. */
export function usePlan(experiment: ItemId): ExperimentPlan {
  return useKey(useSession().items.plans, experiment) ?? NO_PLAN;
}

/** Who else is in this field. */
export function useFieldPeer(id: ItemId, field: string): Person | undefined {
  return useKey(useSession().presence.fields, placeKey(id, field));
}

/** The refusal that this field still shows. */
export function useRefusal(id: ItemId, field: string): ShownRefusal | undefined {
  return useKey(useSession().announcements.refusalAt, placeKey(id, field));
}

/** Who changed this field last, from elsewhere, since the board was opened. */
export function useChanged(id: ItemId, field: string): FieldChange | undefined {
  return useKey(useSession().changes.fields, placeKey(id, field));
}

export function useRefusals(): readonly ShownRefusal[] {
  return useSignal(useSession().announcements.refusals);
}

/** All refusals of this session, the dismissed and settled ones too. */
export function useRefusalList(): readonly ShownRefusal[] {
  return useSignal(useSession().announcements.refusalList);
}

export function useSaved(): Saved {
  return useSignal(useSession().durability.saved);
}

/** Everybody here, this participant too. Changes with every pointer move: only for what shows presence. */
export function usePeople(): readonly Person[] {
  return useSignal(useSession().presence.people);
}

export function useHistoryState(): HistoryState {
  return useSignal(useSession().history.state);
}

/** Whether what is shown here is of a locked item. */
export const LockedContext = createContext(false);

/** Whether this participant may edit what is shown here: not what is locked. */
export function useCanEdit(): boolean {
  const { edit } = useSignal(useSession().can);
  return !useContext(LockedContext) && edit;
}

/** Whether they may edit the board, locked items' locks too. */
export function useCanEditBoard(): boolean {
  return useSignal(useSession().can).edit;
}

export function useCanComment(): boolean {
  return useSignal(useSession().can).comment;
}

export function useIdentity(): Identity | null {
  return useSignal(useSession().identity);
}

export function useTitle(): string {
  return useSignal(useSession().title);
}
