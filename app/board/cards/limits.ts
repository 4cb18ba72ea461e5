/** Longest name of an item, characters: the model's limit, so that the box stops where the gate would refuse. */
export const MAX_NAME_LENGTH = 120;
