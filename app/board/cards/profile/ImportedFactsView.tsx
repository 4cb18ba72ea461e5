import { formatNumber, type ImportedFacts } from "@carveout/model";
import { Fold } from "../Fold";
import { pagesText } from "../figures";
import s from "./profile.module.css";

/** What the real machine said of itself: to be compared with, never simulated. What its files did not tell is left out. */
export function ImportedFactsView({ facts }: { facts: ImportedFacts }) {
  const counted = [
    facts.presentPages === null ? null : `${pagesText(facts.presentPages)} present`,
    facts.managedPages === null ? null : `${pagesText(facts.managedPages)} managed`,
    facts.kmsan ? "booted with KMSAN" : null,
  ].filter((part) => part !== null);
  return (
    <Fold
      summary={
        <>
          Measured{" "}
          <span className={s.total}>
            {facts.managedPages === null ? "" : `${formatNumber(facts.managedPages)} managed`}
          </span>
        </>
      }
    >
      <ul className={s.facts}>
        <li>{facts.title}</li>
        {counted.length > 0 && <li>{counted.join(", ")}</li>}
        <li>Read from {facts.files.join(", ")}</li>
        {facts.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Fold>
  );
}

/** "from dmesg", or whatever it was read from. */
export function importedFrom(facts: ImportedFacts): string {
  const dmesg = facts.files.find((file) => file.includes("dmesg"));
  return `from ${dmesg === undefined ? (facts.files[0] ?? "files") : "dmesg"}`;
}
