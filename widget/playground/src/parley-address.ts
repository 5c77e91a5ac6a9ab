/** Where Parley is for this shop: the same server by its other loopback name, which browsers take for another site. */
export const PARLEY =
  location.hostname === 'localhost' ? `${location.protocol}//127.0.0.1:${location.port}` : location.origin
