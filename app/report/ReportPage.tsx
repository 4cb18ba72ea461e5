"use client";

import type { Matter, Report, ResultTable } from "@carveout/formats";
import FileText from "lucide-react/icons/file-text";
import Printer from "lucide-react/icons/printer";
import { useEffect, useState } from "react";
import { ApiError, boardReport, reportTextAddress } from "../api";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Mark } from "../ui/Mark";
import s from "./report.module.css";

/** The review as it stands, on paper: who took part, what was found, what was decided and what is open. */
export function ReportPage({ board }: { board: string }) {
  const [report, setReport] = useState<Report | ApiError | null>(null);
  useEffect(() => {
    boardReport(board).then(setReport, (error: unknown) =>
      setReport(error instanceof ApiError ? error : new ApiError(0, String(error))),
    );
  }, [board]);
  if (report === null)
    return (
      <main className={s.page}>
        <p role="status">Gathering results. This takes up to three seconds.</p>
      </main>
    );
  if (report instanceof ApiError)
    return (
      <main className={s.page}>
        <h1>There is no report</h1>
        <p>{report.message}</p>
      </main>
    );
  return (
    <main className={s.page}>
      <header className={s.head}>
        <a href={`/b/${board}`} aria-label="To the board">
          <Mark />
        </a>
        <h1>{report.title || "Untitled board"}</h1>
        <span className={s.actions}>
          <a className={s.text} href={reportTextAddress(board)}>
            <Icon glyph={FileText} size={14} /> As text
          </a>
          <Button glyph={Printer} onClick={() => print()}>
            Print
          </Button>
        </span>
      </header>
      <p className={s.address}>
        <a href={`/b/${board}`}>{report.address}</a>, as of {day(report.at)}
      </p>
      <Section title="Who took part">
        {report.people.length === 0 ? (
          <p>Nobody has said anything yet.</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Comments</th>
                <th scope="col">Verdicts</th>
              </tr>
            </thead>
            <tbody>
              {report.people.map(({ name, comments, verdicts }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{comments}</td>
                  <td>{verdicts}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      {report.proposals.length > 0 && (
        <Section title="Proposals">
          <ul>
            {report.proposals.map(({ name, from, messageId, modelledBy }) => (
              <li key={name + messageId}>
                <b>{name}</b>
                {from !== "" && `, from ${from}`}
                {messageId !== null && <span className={s.mono}>{messageId}</span>}
                {modelledBy.length > 0 && <span>Modelled by {modelledBy.join(", ")}</span>}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {report.experiments.map(({ name, tables, notes }) => (
        <Section key={name} title={`Results: ${name}`}>
          {tables.map((table) => (
            <Results key={table.title} table={table} />
          ))}
          {notes.length > 0 && (
            <ul>
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </Section>
      ))}
      {report.versions.length > 0 && (
        <Section title="Versions">
          <ul>
            {report.versions.map(({ name, by, at }) => (
              <li key={`${at} ${name}`}>
                <b>{name}</b>, {by}, {day(at)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {report.changes.some(isTold) && (
        <Section title="What changed, and what it did">
          <ul>
            {report.changes.filter(isTold).map(({ until, at, changes, more, outcome }) => (
              <li key={`${at} ${until}`}>
                <b>
                  Until {until}, {day(at)}
                </b>
                {changes.map((change, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the same change can be made twice
                  <span key={index}>{change}</span>
                ))}
                {more > 0 && <span>{more === 1 ? "1 more change" : `${more} more changes`}</span>}
                {outcome.map((line) => (
                  <span key={line} className={s.outcome}>
                    {line}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Decisions">
        <Matters matters={report.decisions} empty="No thread is resolved yet." />
      </Section>
      <Section title="Open questions">
        <Matters matters={report.questions} empty="No thread is open." />
      </Section>
      {report.verdicts.length > 0 && (
        <Section title="Verdicts">
          <ul className={s.verdicts}>
            {report.verdicts.map(({ trailer, about, note, isEarlier }) => (
              <li key={trailer + about}>
                <span className={s.mono}>{trailer}</span>
                <span>
                  on {about}
                  {isEarlier && ", given for an earlier state"}
                  {note !== "" && `: ${note}`}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </main>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={s.section} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Results({ table: { title, columns, rows, command, permalink } }: { table: ResultTable }) {
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, cells }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {cells.map((cell, index) => (
                <td key={columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {command !== null && <p className={s.mono}>{command}</p>}
      {permalink !== null && <p className={s.mono}>{permalink}</p>}
    </>
  );
}

function Matters({ matters, empty }: { matters: readonly Matter[]; empty: string }) {
  if (matters.length === 0) return <p>{empty}</p>;
  return (
    <ol className={s.matters}>
      {matters.map(({ number, label, by, words }) => (
        <li key={`${number} ${label}`}>
          <b>
            {number !== null && `#${number} `}
            {label}
          </b>
          <p>
            {by}: {words}
          </p>
        </li>
      ))}
    </ol>
  );
}

function isTold({ changes, more, outcome }: Report["changes"][number]): boolean {
  return changes.length + more + outcome.length > 0;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
