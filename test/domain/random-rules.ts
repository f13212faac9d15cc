/** Random recurrence rules, of the parts that the oracle knows. */
import fc from "fast-check";

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const some = <T>(...values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const part = (name: string, values: fc.Arbitrary<unknown>) =>
  fc.option(
    values.map((value) => `;${name}=${String(value)}`),
    { nil: "" },
  );
const interval = (max: number) => part("INTERVAL", fc.integer({ min: 1, max }));
const months = part("BYMONTH", some(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
const monthDays = some(1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -7);
const positioned = fc.tuple(fc.constantFrom("1", "2", "4", "5", "-1", "-2", ""), fc.constantFrom(...WEEKDAYS)).map(([at, day]) => at + day);

/** The words of a rule without its end. Some occur never. */
export const pattern: fc.Arbitrary<string> = fc
  .oneof(
    fc.tuple(fc.constant("FREQ=DAILY"), interval(5), part("BYDAY", some(...WEEKDAYS)), months),
    fc.tuple(fc.constant("FREQ=WEEKLY"), interval(4), part("BYDAY", some(...WEEKDAYS)), part("WKST", fc.constantFrom(...WEEKDAYS)), months),
    fc.tuple(fc.constant("FREQ=MONTHLY"), interval(3), part("BYDAY", fc.uniqueArray(positioned, { minLength: 1, maxLength: 3 }))),
    fc.tuple(fc.constant("FREQ=MONTHLY"), interval(3), part("BYMONTHDAY", monthDays)),
    fc.tuple(fc.constant("FREQ=YEARLY"), interval(2), months, part("BYMONTHDAY", monthDays)),
  )
  .map((parts) => parts.join(""));
