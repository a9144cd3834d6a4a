/** What a server is made of could not be fetched or built: people can put it right, and the message says how. */
export class NotFetched extends Error {}
