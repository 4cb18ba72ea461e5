// Made by `npm run generate` from packages/formats/fixtures/debian-8g. Do not edit.
import type { ImportedMachine } from "../import";

export const MACHINE: ImportedMachine = {
  "name": "Linux 6.1.0-56-amd64, x86-64, 8 GiB",
  "fields": {
    "cpus": 2,
    "kernelDataBytes": 2394496,
    "freedBeforeWatermarksPages": 9,
    "deferredInit": true,
    "gbPages": false,
    "unplacedReservedPages": 3422,
    "unplacedRecordedPages": 3422,
    "banks": {
      "b0": {
        "baseBytes": 4096,
        "sizeBytes": 647168,
        "nid": 0
      },
      "b1": {
        "baseBytes": 1048576,
        "sizeBytes": 3220045824,
        "nid": 0
      },
      "b2": {
        "baseBytes": 4294967296,
        "sizeBytes": 5368709120,
        "nid": 0
      }
    },
    "reserved": {
      "r0": {
        "baseBytes": 0,
        "sizeBytes": 1048576,
        "label": "first MiB"
      },
      "r1": {
        "baseBytes": 3152801792,
        "sizeBytes": 67108864,
        "label": "software IO TLB"
      },
      "r2": {
        "baseBytes": 3219910656,
        "sizeBytes": 1183744,
        "label": "initrd",
        "freedLatePages": 289
      },
      "r3": {
        "baseBytes": 9449766912,
        "sizeBytes": 54525952,
        "label": "kernel image",
        "freedLatePages": 2011
      },
      "r4": {
        "baseBytes": 9663500288,
        "sizeBytes": 176128,
        "label": "NODE_DATA"
      }
    },
    "imported": {
      "title": "Linux 6.1.0-56-amd64, x86-64, 8 GiB",
      "files": [
        "iomem.txt",
        "zoneinfo.txt",
        "meminfo.txt",
        "dmesg.txt"
      ],
      "presentPages": 2097022,
      "managedPages": 2032946,
      "kmsan": false,
      "notes": [
        "The map of RAM is the kernel log's: Early memory node ranges.",
        "No file tells sizeof(struct page). 64 B is assumed, KMSAN's 16 B apart.",
        "No file has a memblock list: where most ranges lie is not known. Boot with memblock=debug and a large log_buf_len= to get every range's place.",
        "3,422 pages are reserved at places that no file names. They are taken from the top of memory; 3,422 of them are taken to exist when KMSAN would record ranges."
      ]
    }
  }
};
