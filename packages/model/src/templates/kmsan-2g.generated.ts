// Made by `npm run generate` from packages/formats/fixtures/kmsan-2g. Do not edit.
import type { ImportedMachine } from "../import";

export const MACHINE: ImportedMachine = {
  "name": "Linux 6.1.192, x86-64, 2 GiB",
  "fields": {
    "cpus": 2,
    "kernelDataBytes": 1747840,
    "freedBeforeWatermarksPages": 5,
    "gbPages": false,
    "banks": {
      "b0": {
        "baseBytes": 4096,
        "sizeBytes": 647168,
        "nid": 0
      },
      "b1": {
        "baseBytes": 1048576,
        "sizeBytes": 2146304000,
        "nid": 0
      }
    },
    "reserved": {
      "r0": {
        "baseBytes": 0,
        "sizeBytes": 626688,
        "label": "first MiB"
      },
      "r1": {
        "baseBytes": 626688,
        "sizeBytes": 24576,
        "label": "real mode trampoline"
      },
      "r2": {
        "baseBytes": 651264,
        "sizeBytes": 355232,
        "label": "first MiB"
      },
      "r3": {
        "baseBytes": 1006496,
        "sizeBytes": 216,
        "label": "MP table"
      },
      "r4": {
        "baseBytes": 1006712,
        "sizeBytes": 41864,
        "label": "first MiB"
      },
      "r5": {
        "baseBytes": 16777216,
        "sizeBytes": 37748736,
        "label": "kernel image",
        "freedLatePages": 1306
      },
      "r6": {
        "baseBytes": 54525952,
        "sizeBytes": 32768,
        "label": "kernel brk"
      },
      "r7": {
        "baseBytes": 2123046912,
        "sizeBytes": 1048576,
        "label": "stackdepot hash table",
        "recorded": false,
        "afterMemmap": true
      },
      "r8": {
        "baseBytes": 2141192192,
        "sizeBytes": 2097152,
        "label": "Dentry cache hash table",
        "afterMemmap": true
      },
      "r9": {
        "baseBytes": 2143289344,
        "sizeBytes": 679936,
        "label": "per-cpu areas",
        "afterMemmap": true
      },
      "r10": {
        "baseBytes": 2144337920,
        "sizeBytes": 679936,
        "label": "per-cpu areas",
        "afterMemmap": true
      },
      "r11": {
        "baseBytes": 2145067008,
        "sizeBytes": 4096,
        "label": "page tables",
        "afterMemmap": true
      },
      "r12": {
        "baseBytes": 2145074112,
        "sizeBytes": 1048576,
        "label": "Inode-cache hash table",
        "afterMemmap": true
      },
      "r13": {
        "baseBytes": 2146122688,
        "sizeBytes": 1032,
        "label": "per-cpu areas",
        "afterMemmap": true
      },
      "r14": {
        "baseBytes": 2146123776,
        "sizeBytes": 8192,
        "label": "page tables",
        "afterMemmap": true
      },
      "r15": {
        "baseBytes": 2146131968,
        "sizeBytes": 8192,
        "label": "page tables of the memmap",
        "afterMemmap": true
      },
      "r16": {
        "baseBytes": 2146140288,
        "sizeBytes": 1760,
        "label": "per-cpu areas",
        "afterMemmap": true
      },
      "r17": {
        "baseBytes": 2146142080,
        "sizeBytes": 16,
        "label": "per-cpu areas",
        "afterMemmap": true
      },
      "r18": {
        "baseBytes": 2146142144,
        "sizeBytes": 8,
        "label": "per-cpu areas",
        "afterMemmap": true
      },
      "r19": {
        "baseBytes": 2146142208,
        "sizeBytes": 8,
        "label": "per-cpu areas",
        "afterMemmap": true
      },
      "r20": {
        "baseBytes": 2146142272,
        "sizeBytes": 8,
        "label": "per-cpu areas",
        "afterMemmap": true
      },
      "r21": {
        "baseBytes": 2146142336,
        "sizeBytes": 97,
        "label": "command line",
        "afterMemmap": true
      },
      "r22": {
        "baseBytes": 2146142464,
        "sizeBytes": 97,
        "label": "command line",
        "afterMemmap": true
      },
      "r23": {
        "baseBytes": 2146142592,
        "sizeBytes": 512,
        "label": "firmware memory map",
        "afterMemmap": true
      },
      "r24": {
        "baseBytes": 2146143104,
        "sizeBytes": 75,
        "label": "I/O APIC resources",
        "afterMemmap": true
      },
      "r25": {
        "baseBytes": 2146143232,
        "sizeBytes": 73,
        "label": "ACPI tables",
        "afterMemmap": true
      },
      "r26": {
        "baseBytes": 2146143360,
        "sizeBytes": 21376,
        "label": "memory sections"
      },
      "r27": {
        "baseBytes": 2146164736,
        "sizeBytes": 1187840,
        "label": "initrd",
        "freedLatePages": 290
      },
      "r28": {
        "baseBytes": 2147352576,
        "sizeBytes": 6963,
        "label": "ACPI tables"
      }
    },
    "imported": {
      "title": "Linux 6.1.192, x86-64, 2 GiB",
      "files": [
        "iomem.txt",
        "zoneinfo.txt",
        "meminfo.txt",
        "dmesg.txt"
      ],
      "presentPages": 524158,
      "managedPages": 154854,
      "kmsan": true,
      "notes": [
        "The map of RAM is the kernel log's: Early memory node ranges.",
        "The reserved list is the boot's own: it leaves 459,776 pages, as many as were handed over."
      ]
    }
  }
};
