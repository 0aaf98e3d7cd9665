/** Where the simulated shell answers otherwise than bash 5.2, and why. At most twelve. */
export const KNOWN_DIFFERENCES: readonly { readonly name: string; readonly reason: string }[] = [];

/** How many differed when the list was drawn; only ever made smaller, until the list above does. */
export const STILL_DIFFERENT_AT_MOST = { lines: 25, scripts: 6 };
