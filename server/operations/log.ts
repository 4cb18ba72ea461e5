import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";

export type Log = Logger;

/** Keys whose values are nobody's business, wherever in an entry they stand. */
const SECRET_KEYS = ["authorization", "cookie", "set-cookie", "token"];
/** Secrets inside of texts: tokens in addresses, cookies of ours, bearers. */
const SECRETS = /(\btoken=|\bcarveout_\w+=|\bBearer\s+)[^\s"'&;,)]+/gi;

/** A text without the secrets in it. */
export const withoutSecrets = (text: string) => text.replace(SECRETS, "$1…");

/**
 * The log: one JSON object a line, on stderr, so that what is printed for a person (the address with its token) stays apart. Levels as pino has them;
 * nothing that opens a board is ever written.
 */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
        censor: "…",
      },
      serializers: {
        err: (error: Error) => {
          const plain = stdSerializers.err(error);
          return {
            type: plain.type,
            message: withoutSecrets(plain.message),
            stack: withoutSecrets(plain.stack ?? ""),
          };
        },
      },
      hooks: {
        logMethod(args, method) {
          const clean = args.map((part: unknown) => (typeof part === "string" ? withoutSecrets(part) : part));
          method.apply(this, clean as Parameters<typeof method>);
        },
      },
    },
    destination,
  );
}
