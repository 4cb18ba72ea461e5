/** What a subject says about a series: "Re: [PATCH RFC v2 2/4] mm: kmsan: allocate lazily". */
export interface ReadSubject {
  isReply: boolean;
  isPatch: boolean;
  isRfc: boolean;
  /** 1 where the subject names none. */
  version: number;
  /** Place in the series; 0 is the cover letter. null outside a series. */
  index: number | null;
  count: number | null;
  /** Without reply marks and brackets. */
  title: string;
}

const REPLY = /^(?:re|aw|sv|antw|fwd?|wg)(?:\[\d{1,3}\])?\s*:\s*/i;

export function readSubject(subject: string): ReadSubject {
  let rest = subject.slice(0, 1000).trim();
  const read: ReadSubject = {
    isReply: false,
    isPatch: false,
    isRfc: false,
    version: 1,
    index: null,
    count: null,
    title: "",
  };
  for (;;) {
    const reply = REPLY.exec(rest);
    const tag = /^\[([^\][]{1,200})\]\s*/.exec(rest);
    if (reply !== null) {
      read.isReply = true;
      rest = rest.slice(reply[0].length);
    } else if (tag !== null && (isSeriesTag(tag[1] ?? "") || rest.length > tag[0].length)) {
      if (isSeriesTag(tag[1] ?? "")) readTag(tag[1] ?? "", read);
      rest = rest.slice(tag[0].length);
    } else break;
  }
  read.title = rest;
  return read;
}

/** Patchwork separates by commas and leaves the word PATCH out. */
function isSeriesTag(tag: string): boolean {
  return /(?:^|[\s,])(?:PATCH|RFC|v\d{1,3}|\d{1,4}\/\d{1,4})(?:[\s,]|v\d|$)/i.test(tag);
}

function readTag(tag: string, read: ReadSubject): void {
  for (const word of tag.split(/[\s,]+/)) {
    const place = /^(\d{1,4})\/(\d{1,4})$/.exec(word);
    const version = /^(?:PATCH|RFC)?v(\d{1,3})$/i.exec(word);
    if (/^PATCH/i.test(word)) read.isPatch = true;
    if (/^RFC/i.test(word)) read.isRfc = true;
    if (place !== null) {
      read.isPatch = true;
      read.index = Number(place[1]);
      read.count = Number(place[2]);
    }
    if (version !== null) read.version = Number(version[1]);
  }
}
