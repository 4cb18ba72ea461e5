import { play, type Task } from "./load";

/** The load of one scenario as a process of its own, which prints its outcome. */
const [, , task = ""] = process.argv;
console.log(JSON.stringify(await play(JSON.parse(task) as Task)));
process.exit(0);
