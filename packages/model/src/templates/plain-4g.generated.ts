// Made by `npm run generate` from packages/formats/fixtures/plain-4g. Do not edit.
import type { ImportedMachine } from "../import";

export const MACHINE: ImportedMachine = {
  "name": "Linux 6.1.192, x86-64, 4 GiB",
  "fields": {
    "cpus": 2,
    "kernelDataBytes": 1502080,
    "freedBeforeWatermarksPages": 4,
    "unplacedReservedPages": 2099,
    "unplacedRecordedPages": 2099,
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
        "sizeBytes": 1073741824,
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
        "baseBytes": 16777216,
        "sizeBytes": 16777216,
        "label": "kernel image",
        "freedLatePages": 961
      },
      "r2": {
        "baseBytes": 2146295808,
        "sizeBytes": 1187840,
        "label": "initrd",
        "freedLatePages": 290
      },
      "r3": {
        "baseBytes": 3153985536,
        "sizeBytes": 67108864,
        "label": "software IO TLB"
      }
    },
    "imported": {
      "title": "Linux 6.1.192, x86-64, 4 GiB",
      "files": [
        "iomem.txt",
        "zoneinfo.txt",
        "meminfo.txt",
        "dmesg.txt"
      ],
      "presentPages": 1048446,
      "managedPages": 1010286,
      "kmsan": false,
      "notes": [
        "The map of RAM is the kernel log's: Early memory node ranges.",
        "No file tells sizeof(struct page). 64 B is assumed, KMSAN's 16 B apart.",
        "No file has a memblock list: where most ranges lie is not known. Boot with memblock=debug and a large log_buf_len= to get every range's place.",
        "2,099 pages are reserved at places that no file names. They are taken from the top of memory; 2,099 of them are taken to exist when KMSAN would record ranges."
      ]
    }
  }
};
