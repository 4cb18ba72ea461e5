import type { Access } from "../access/access";
import type { KeptRun, RunResults } from "../runs/results";
import { Problem } from "./problem";
import type { Call, Route } from "./router";

const RUN = "/api/runs/([0-9a-f]{64})";

/**
 * Finished runs by their hash, for as long as the store keeps them: whatever became of the board that they were made on. For everybody with a token of any board
 * (by cookie, or in the header with the board named as ?board=) or of the instance.
 */
export function runRoutes(access: Access, results: RunResults): Route[] {
  const runOf = async ({ request, params }: Call): Promise<KeptRun> => {
    if (!(await access.opensAny(request)))
      throw new Problem(401, "no-token", "This needs a link of a board, or the instance's token.");
    const run = await results.find(params[0] ?? "");
    if (run === null)
      throw new Problem(
        404,
        "no-run",
        "No finished run of this name is kept here. A run is named by its input and by the core's version: another version gives another name.",
      );
    return run;
  };
  return [
    {
      method: "GET",
      path: new RegExp(`^${RUN}$`),
      handle: async (call) => ({ run: call.params[0], ...(await runOf(call)) }),
    },
    {
      method: "GET",
      path: new RegExp(`^${RUN}/input$`),
      async handle(call) {
        const { input } = await runOf(call);
        const name = `run-${(call.params[0] ?? "").slice(0, 8)}.json`;
        call.response.setHeader("Content-Disposition", `attachment; filename="${name}"`);
        return input;
      },
    },
  ];
}
