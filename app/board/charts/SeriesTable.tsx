import { secondsText } from "../cards/figures";
import s from "./charts.module.css";
import { alignLines, type ChartLine } from "./lines";
import t from "./table.module.css";

/** Every sample of a chart, in the place of the picture. */
export function SeriesTable(props: {
  caption: string;
  lines: readonly ChartLine[];
  formatCell(value: number): string;
  cellUnit: string;
}) {
  const [times, ...columns] = alignLines(props.lines);
  return (
    <section
      className={`${t.table} ${s.table}`}
      data-scroll
      data-interactive
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={props.caption}
    >
      <table>
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">Time, {props.cellUnit}</th>
            {props.lines.map(({ look }) => (
              <th scope="col" key={look.letter} style={{ color: `var(--${look.token})` }}>
                {look.letter}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((t, row) => (
            <tr key={t}>
              <th scope="row">{secondsText(t)}</th>
              {props.lines.map(({ look }, column) => {
                const value = columns[column]?.[row] ?? null;
                return <td key={look.letter}>{value === null ? "" : props.formatCell(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
