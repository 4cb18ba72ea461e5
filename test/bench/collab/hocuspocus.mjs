// The peer: Hocuspocus as its documentation starts it, storing in a SQLite file.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const server = new Server({
  quiet: true,
  address: "127.0.0.1",
  extensions: [new SQLite({ database: process.env.DATABASE })],
});
await server.listen(Number(process.env.PORT));
console.log("listening");
