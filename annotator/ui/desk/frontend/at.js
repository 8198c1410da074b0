// A list's item that has to be there.

/**
 * @template T
 * @param {ArrayLike<T>} list
 * @param {number} place
 * @returns {T}
 */
export function at(list, place) {
  const item = list[place];
  if (item === undefined)
    throw new RangeError(`A list of ${list.length} has nothing at place ${place}.`);
  return item;
}
