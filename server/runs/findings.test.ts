import { type BoardView, planExperiment, TEMPLATES, viewOf } from "@carveout/model";
import { expect, test } from "vitest";
import { experimentFindings, findingsOf, isComplete, type JudgedVariant } from "./findings";

const card = { geo: { x: 0, y: 0, w: 300 }, z: "a0" };

function judge(view: BoardView, experiment: string): JudgedVariant[] {
  return planExperiment(view, experiment)
    .filter(isComplete)
    .map((plan) => ({ plan, findings: findingsOf(plan.run.input, plan.run.sources) }));
}

test("what two variants say of one load with other numbers names each of them", () => {
  const items = TEMPLATES.find(({ id }) => id === "mte")?.board().items ?? {};
  const experiment = Object.keys(items).find((id) => items[id]?.kind === "experiment") ?? "";
  const variants = judge(viewOf(items), experiment);
  const told = experimentFindings(variants);
  const ofLoad = told.filter(({ item }) => items[item]?.kind === "workload");
  expect(ofLoad.length).toBeGreaterThan(1);
  for (const { sentence } of ofLoad) {
    const [, who = "", said] = /^Variants? (.+?): (.+)$/s.exec(sentence) ?? [];
    const saying = variants.filter(({ findings }) => findings.some((own) => own.sentence === said));
    expect(saying.length).toBeGreaterThan(0);
    const [first] = saying;
    if (saying.length === 1) expect(who).toBe(`${first?.plan.letter} (${first?.plan.name})`);
    else expect(who.split(/, | and /)).toEqual(saying.map(({ plan }) => plan.letter));
  }
});

test("what holds for every variant of a load, or for the one that a strategy is in, names none", () => {
  const wire = (item: string, port: string) =>
    ({ kind: "connector", from: { item }, to: { item: "e", port } }) as const;
  const board = viewOf({
    p: { kind: "profile", ...card, fields: { banks: { b0: { sizeBytes: 64 * 1024 ** 2 } } } },
    w: { kind: "workload", ...card, fields: {} },
    s: { kind: "strategy", ...card, family: "kmsan", type: "lazy", fields: {} },
    e: { kind: "experiment", ...card, fields: { variants: { v1: { order: "a" }, v2: { order: "b" } } } },
    pw: wire("p", "profile"),
    ww: wire("w", "workload"),
    sw: wire("s", "v2"),
  });
  const same = judge(board, "e").map(({ plan }) => ({
    plan,
    findings: [{ item: "w", field: "f", severity: "info" as const, sentence: "Both say it." }],
  }));
  expect(experimentFindings(same).map(({ sentence }) => sentence)).toEqual(["Both say it."]);
  const own = { item: "s", field: "f", severity: "info" as const, sentence: "Of the strategy." };
  const apart = same.map((variant) =>
    variant.plan.letter === "A" ? variant : { ...variant, findings: [own] },
  );
  expect(experimentFindings(apart).map(({ sentence }) => sentence)).toEqual([
    "Of the strategy.",
    "Variant A (No strategy): Both say it.",
  ]);
});
