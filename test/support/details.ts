/** What the client of a test says who says nothing: as the contract reads a body without any of it. */
import { bookingDetailsOf } from "../../src/contract/booking.ts";

export const NO_DETAILS = bookingDetailsOf({});
