/** What coaches sell, on the app's page: a coach sells something new or retires it, a client finds free times and books. */
export const SHOP_SCRIPT = String.raw`
const PLACES = { video: "by video", phone: "by phone", in_person: "in person", link: "online" };

// A coach without offers sells every length for nothing.
const ANY_LENGTH = { id: null, title: null, duration_minutes: 60, price: null, place: { kind: "video", city: null }, cancellation_policy: null };

async function offersOf(coach) {
  const { offers } = await call("GET", "/coach/" + coach.id + "/offers");
  return offers.length === 0 ? [ANY_LENGTH] : offers.filter((offer) => offer.is_active);
}

// Under a title: of the offer, or of its coach.
function offerLines(offer, title) {
  const place = PLACES[offer.place.kind] + (offer.place.city ? " in " + offer.place.city : "");
  const what = [offer.title === title ? null : offer.title, offer.duration_minutes + " minutes", priced(offer.price), place, offer.approval_required ? "on approval" : null];
  return [what.filter(Boolean).join(" · "), offer.price && offer.cancellation_policy ? policyInWords(offer.cancellation_policy) : null];
}

function day(ms) { return new Date(ms).toISOString().slice(0, 10); }

// Unless a day was chosen, what costs something is shown for days on which its cancellation still gives all of it back.
function firstDay(offer) {
  if (kept.getItem("from")) return Date.parse(kept.getItem("from"));
  const before = offer.price ? (offer.cancellation_policy?.[0]?.before_minutes ?? 0) : 0;
  return Date.now() + (1 + Math.ceil(before / 1440)) * DAY_MS;
}

async function offerCard(coach, offer) {
  const first = firstDay(offer);
  const query = "?start_date=" + day(first) + "&end_date=" + day(first + 3 * DAY_MS) + "&duration_minutes=" + offer.duration_minutes;
  let slots;
  try {
    ({ available_slots: slots } = await call("GET", "/booking/coach/" + coach.id + "/availability" + query));
  } catch (error) {
    // Without an id: the coach has retired everything, and sells nothing.
    if (offer.id || error.code !== "duration_not_offered") throw error;
    return null;
  }
  const body = { coach_id: coach.id, duration_minutes: offer.duration_minutes, ...(offer.id ? { offer_id: offer.id } : {}) };
  const times = slots.slice(0, 3).map((slot) => button("Book " + when(slot.starts_at), async () => {
    await call("POST", "/booking", { ...body, session_datetime: slot.starts_at });
    await show();
  }));
  return card(coach.name, offerLines(offer, coach.name), ...times);
}

function dayField() {
  const { input, label } = field("Times from", { type: "date", required: false, value: kept.getItem("from") ?? "" });
  input.onchange = async () => {
    if (input.value === "") kept.removeItem("from");
    else kept.setItem("from", input.value);
    await show();
  };
  return label;
}

async function freeTimes() {
  const { coaches } = await call("GET", "/coach");
  const shelves = await Promise.all(coaches.map(async (coach) => await Promise.all((await offersOf(coach)).map((offer) => offerCard(coach, offer)))));
  return shelves.flat().filter(Boolean);
}

async function soldCards(coach) {
  const path = "/coach/" + coach.id + "/offers";
  return (await offersOf(coach)).map((offer) => {
    const retire = button("Retire", async () => { await call("DELETE", path + "/" + offer.id); await show(); });
    if (!offer.id) return card("Any length", "free of charge, until you sell something by name");
    return card(offer.title, offerLines(offer, offer.title), retire);
  });
}

function sellForm(coach) {
  const title = field("Title", { maxLength: 80 });
  const minutes = field("Minutes", { type: "number", min: 15, max: 480, value: 60 });
  const price = field("Price", { type: "number", min: 0, step: "any", value: 0 });
  const currency = field("Currency", { pattern: "[A-Z]{3}", value: "EUR", size: 4 });
  return unfolded("Sell something new", [title, minutes, price, currency], "Sell it", async () => {
    const amount = Math.round(Number(price.input.value) * minorPerUnit(currency.input.value));
    await call("POST", "/coach/" + coach.id + "/offers", {
      title: title.input.value,
      duration_minutes: Number(minutes.input.value),
      price: amount === 0 ? null : { amount_minor: amount, currency: currency.input.value },
    });
    await show();
  });
}
`;
