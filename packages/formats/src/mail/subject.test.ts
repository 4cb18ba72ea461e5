import { expect, test } from "vitest";
import { readDate } from "./date";
import { readSubject } from "./subject";

test("subjects of series", () => {
  const short = (subject: string) => {
    const { isReply, isPatch, isRfc, version, index, count, title } = readSubject(subject);
    return [
      isReply ? "Re" : "",
      isPatch ? "patch" : "",
      isRfc ? "rfc" : "",
      `v${version}`,
      `${index}/${count}`,
      title,
    ];
  };
  expect(short("[PATCH RFC v2 2/4] mm: kmsan: allocate")).toEqual([
    "",
    "patch",
    "rfc",
    "v2",
    "2/4",
    "mm: kmsan: allocate",
  ]);
  expect(short("Re: [PATCHv4 00/12] mte")).toEqual(["Re", "patch", "", "v4", "0/12", "mte"]);
  expect(short("RE: AW: [linux-mm] [RFC,v2,2/4] kasan")).toEqual([
    "Re",
    "patch",
    "rfc",
    "v2",
    "2/4",
    "kasan",
  ]);
  expect(short("[PATCH net-next] x")).toEqual(["", "patch", "", "v1", "null/null", "x"]);
  expect(short("[LSF/MM/BPF TOPIC] x")).toEqual(["", "", "", "v1", "null/null", "x"]);
  expect(short("[bug] mm")).toEqual(["", "", "", "v1", "null/null", "mm"]);
});

test("dates as mails and archives write them", () => {
  const at = Date.UTC(2026, 10, 17, 15, 20, 11);
  expect(readDate("Tue, 17 Nov 2026 16:20:11 +0100")).toBe(at);
  expect(readDate("17 Nov 2026 07:20:11 -0800 (PST)")).toBe(at);
  expect(readDate("Tue, 17 Nov 2026 10:20:11 EST")).toBe(at);
  expect(readDate("2026-11-17 15:20:11")).toBe(at);
  expect(readDate("Tue Nov 17 15:20:11 UTC 2026")).toBe(at);
  expect(readDate("Nov. 17, 2026, 3:20 p.m. UTC")).toBe(Date.UTC(2026, 10, 17, 15, 20));
  expect(readDate("2026-11-17 15:20 UTC")).toBe(Date.UTC(2026, 10, 17, 15, 20));
  for (const no of ["yesterday", "", "32 Foo 2026", "99:99"]) expect(readDate(no)).toBeNull();
});
