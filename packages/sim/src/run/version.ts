/** Version of the core. A run's name contains it: raise it whenever a result changes. */
export const CORE_VERSION = "0.4.3";
