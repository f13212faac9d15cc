/**
 * For `npm run mutation` only: the random cases are the same in every run, so that a mutant which lives today does not die
 * tomorrow by luck, and a case that fails is not made smaller, because nobody reads it.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: 20_260_329, endOnFailure: true });
