/** What stands for Node's `buffer` in the browser: nothing, for nothing there uses it. */
export const Buffer = undefined;
