import type { CheckedClaim } from "../../app/docs/claims/claim";
import { CLAIMS } from "../../test/support/claims";

/** Where `npm start` serves. */
const ORIGIN = "http://localhost:3000";

/** The page of claims, for readers of the repository and for the product's own documentation. */
export function generate(): Record<string, string> {
  const checked = CLAIMS.map(({ check, ...claim }) => ({ ...claim, ...check() }));
  return {
    "docs/claims.md": claimsPage(checked),
    "app/docs/claims/claims.generated.ts": `// Made by \`npm run generate\` from test/support/claims. Do not edit.
import type { CheckedClaim } from "./claim";

export const CLAIMS: readonly CheckedClaim[] = ${JSON.stringify(checked, null, 2)};
`,
  };
}

function claimsPage(claims: readonly CheckedClaim[]): string {
  const rows = claims.map(({ number, claim, mail, outcome, isConfirmed, template }) =>
    [
      number,
      claim,
      mail,
      outcome,
      isConfirmed ? "confirmed" : "**not confirmed**",
      `[${template}](${ORIGIN}/new/${template})`,
    ]
      .map((cell) => String(cell).replaceAll("|", "\\|"))
      .join(" | "),
  );
  const lines = [
    "<!-- Made by `npm run generate` from test/support/claims. Do not edit. -->",
    "",
    "# The claims of the discussions",
    "",
    "What the mails say, and what the simulation core makes of it. Each line is computed when this page is made; the tests fail when it is out of",
    `date. The links in the last column open a board with the experiment on a Carveout that runs on this machine (\`npm start\`); the same table is at`,
    `${ORIGIN}/docs/claims.`,
    "",
    ...(rows.length === 0
      ? ["No claim has an experiment yet."]
      : [
          "| # | claim | mail | outcome | | board |",
          "| - | ----- | ---- | ------- | - | ----- |",
          ...rows.map((row) => `| ${row} |`),
        ]),
  ];
  return `${lines.join("\n")}\n`;
}
