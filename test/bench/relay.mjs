// The peer: a bare WebSocket relay that forwards every frame to everybody else and knows no document.
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ port: Number(process.env.PORT), host: "127.0.0.1" });
server.on("connection", (socket) =>
  socket.on("message", (data, isBinary) => {
    for (const other of server.clients)
      if (other !== socket && other.readyState === 1) other.send(data, { binary: isBinary });
  }),
);
server.on("listening", () => console.log("listening"));
