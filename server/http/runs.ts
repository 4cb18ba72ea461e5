import { SHORT_RUN } from "@carveout/model";
import type { Access } from "../access/access";
import type { KeptRun, RunResults } from "../runs/results";
import { Problem } from "./problem";
import type { Call, Route } from "./router";

const RUN = `/api/runs/([0-9a-f]{${SHORT_RUN},64})`;

/**
 * Finished runs by their hash or the first digits of it, for as long as the store keeps them: whatever became of the board that they were made on. For everybody with a token of any board
 * (by cookie, or in the header with the board named as ?board=) or of the instance.
 */
export function runRoutes(access: Access, results: RunResults): Route[] {
  const runOf = async ({ request, params }: Call): Promise<KeptRun & { run: string }> => {
    if (!(await access.opensAny(request)))
      throw new Problem(401, "no-token", "This needs a link of a board, or the instance's token.");
    const [hash, other] = await results.beginning(params[0] ?? "");
    if (other !== undefined)
      throw new Problem(409, "several-runs", "Several runs begin so. Give more digits of the name.");
    const run = hash === undefined ? null : await results.find(hash);
    if (hash === undefined || run === null)
      throw new Problem(
        404,
        "no-run",
        "No finished run of this name is kept here. A run is named by its input and by the core's version: another version gives another name.",
      );
    return { run: hash, ...run };
  };
  return [
    {
      method: "GET",
      path: new RegExp(`^${RUN}$`),
      handle: runOf,
    },
    {
      method: "GET",
      path: new RegExp(`^${RUN}/input$`),
      async handle(call) {
        const { run, input } = await runOf(call);
        const name = `run-${run.slice(0, 8)}.json`;
        call.response.setHeader("Content-Disposition", `attachment; filename="${name}"`);
        return input;
      },
    },
  ];
}
