import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode, useMemo } from "react";
import s from "./markdown.module.css";
import { safeUrl } from "./safe-url";

export interface MarkdownProps {
  text: string;
  /** Makes what is shown of a run of plain text, e.g. for mentions. */
  plain?: (text: string) => ReactNode;
}

/** Quotations and lists nested deeper than this are shown as they were written. */
const MAX_DEPTH = 12;

/**
 * Markdown as elements. Nothing of it is ever markup: tags stay the characters they are, pictures their description, and links lead to web
 * and mail addresses only.
 */
export function Markdown({ text, plain = (words) => words }: MarkdownProps) {
  const tokens = useMemo(() => tokensOf(text), [text]);
  return <div className={s.markdown}>{blocks(tokens, { plain, depth: 0, levels: levelsOf(tokens) })}</div>;
}

interface Setting {
  plain: (text: string) => ReactNode;
  depth: number;
  /** By heading: its level among those of this text. */
  levels: ReadonlyMap<Token, number>;
}

/** Headings by level, one below the other without a gap, whatever depths were typed: a page has its one heading above them. */
function levelsOf(tokens: readonly Token[]): Map<Token, number> {
  const above: number[] = [];
  const levels = new Map<Token, number>();
  for (const token of tokens) {
    if (token.type !== "heading") continue;
    while (above.length > 0 && (above.at(-1) ?? 0) >= token.depth) above.pop();
    above.push(token.depth);
    levels.set(token, above.length + 1);
  }
  return levels;
}

function tokensOf(text: string): Token[] {
  try {
    return lexer(text, { gfm: true, breaks: true });
  } catch {
    // So deeply nested that it can't be taken apart: shown as it was written.
    return [{ type: "text", raw: text, text }];
  }
}

function each(tokens: readonly Token[] | undefined, one: (token: Token) => ReactNode): ReactNode {
  // A text has no identity beyond its place: tokens are made anew with every change.
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return tokens?.map((token, index) => <Fragment key={index}>{one(token)}</Fragment>);
}

function blocks(tokens: readonly Token[] | undefined, setting: Setting): ReactNode {
  if (setting.depth > MAX_DEPTH) return tokens?.map(({ raw }) => raw).join("");
  const inner = { ...setting, depth: setting.depth + 1 };
  return each(tokens, (token) => block(token as Tokens.Generic & Token, inner));
}

function block(token: Token, setting: Setting): ReactNode {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "hr":
      return <hr />;
    case "heading":
      return (
        <Heading depth={token.depth} level={setting.levels.get(token)}>
          {inline(token.tokens, setting)}
        </Heading>
      );
    case "paragraph":
      return <p>{inline(token.tokens, setting)}</p>;
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key
        <pre tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      );
    case "blockquote":
      return <blockquote>{blocks(token.tokens, setting)}</blockquote>;
    case "list":
      return <List list={token as Tokens.List} setting={setting} />;
    case "table":
      return <Table table={token as Tokens.Table} setting={setting} />;
    case "text":
      return inline("tokens" in token && token.tokens ? token.tokens : [token], setting);
    case "checkbox":
      return inline([token], setting);
    default:
      return <p>{token.raw}</p>;
  }
}

/** As large as it was typed. Inside of a quotation it heads nothing. */
function Heading({
  depth,
  level,
  children,
}: {
  depth: number;
  level: number | undefined;
  children: ReactNode;
}) {
  const look = depth === 1 ? s.h1 : depth === 2 ? s.h2 : s.h3;
  const Tag = level === undefined ? "p" : (`h${Math.min(level, 6)}` as "h2");
  return <Tag className={look}>{children}</Tag>;
}

function List({ list, setting }: { list: Tokens.List; setting: Setting }) {
  const entries = each(list.items, (item) => (
    <li className={(item as Tokens.ListItem).task ? s.task : undefined}>
      {blocks((item as Tokens.ListItem).tokens, setting)}
    </li>
  ));
  return list.ordered ? <ol start={Number(list.start) || 1}>{entries}</ol> : <ul>{entries}</ul>;
}

function Table({ table, setting }: { table: Tokens.Table; setting: Setting }) {
  const cells = (row: Tokens.TableCell[], Cell: "th" | "td") =>
    row.map((cell, column) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
      <Cell key={column} style={cell.align ? { textAlign: cell.align } : undefined}>
        {inline(cell.tokens, setting)}
      </Cell>
    ));
  return (
    <table>
      <thead>
        <tr>{cells(table.header, "th")}</tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <tr key={index}>{cells(row, "td")}</tr>
        ))}
      </tbody>
    </table>
  );
}

function inline(tokens: readonly Token[] | undefined, setting: Setting): ReactNode {
  if (setting.depth > MAX_DEPTH) return tokens?.map(({ raw }) => raw).join("");
  const inner = { ...setting, depth: setting.depth + 1 };
  return each(tokens, (token) => span(token, inner));
}

function span(token: Token, setting: Setting): ReactNode {
  const within = () => inline("tokens" in token ? token.tokens : undefined, setting);
  switch (token.type) {
    case "strong":
      return <strong>{within()}</strong>;
    case "em":
      return <em>{within()}</em>;
    case "del":
      return <del>{within()}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "checkbox":
      return <input type="checkbox" checked={token.checked} readOnly disabled aria-label="Done" />;
    case "link": {
      const href = safeUrl(token.href);
      return href === null ? (
        token.raw
      ) : (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {within()}
        </a>
      );
    }
    case "image":
      return token.raw;
    case "escape":
      return token.text;
    case "text":
      return "tokens" in token && token.tokens ? within() : setting.plain(unescaped(token.text));
    default:
      return token.raw;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
  nbsp: "\u00a0",
};

/** The characters that people write as entities in Markdown. */
function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
