import { type House, openHouse } from './house.ts';

/** A house in which no photo can be read until that is mended. */
export async function broken(error: () => Error) {
  let isBroken = true;
  let opened: House | undefined;
  const own = () => {
    if (!opened) throw new Error('It is not open yet.');
    return opened.blobs;
  };
  const house = await openHouse({
    parts: {
      blobs: {
        keepFile: (key, make) => own().keepFile(key, make),
        remove: (key) => own().remove(key),
        withFile: (key, use) => (isBroken ? Promise.reject(error()) : own().withFile(key, use)),
      },
    },
  });
  opened = house;
  return {
    house,
    mend: () => {
      isBroken = false;
    },
  };
}
