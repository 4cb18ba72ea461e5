/** What a call throws, if it is of the expected class; another error is passed on, none at all is an error. */
export function failureOf<E extends Error>(
  call: () => unknown,
  type: abstract new (...args: never[]) => E,
): E {
  try {
    call();
  } catch (error) {
    if (error instanceof type) return error;
    throw error;
  }
  throw new Error(`expected a ${type.name}, but nothing was thrown`);
}
