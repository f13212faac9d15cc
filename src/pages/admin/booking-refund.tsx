/** Giving back a part or the rest of a captured payment: what stands, what it will do, and the form, held to what the page has shown. */
import { decimalsOf } from "../../domain/currency.ts";
import type { Payment } from "../../domain/payment.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { Form, type FormState, Input, Radios } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { Fact, FactRows } from "../session-facts.tsx";
import { adminPage } from "./frame.tsx";

interface RefundView {
  readonly bookingId: string;
  readonly payment: Payment;
  /** Refunds of the payment that failed or were called off. */
  readonly failed: number;
  readonly form: FormState;
  readonly formKey: string;
}

export function refundPage({ bookingId, payment, failed, form, formKey }: RefundView): Render {
  const { id, currency, capturedMinor, refundedMinor } = payment;
  const money = (minor: number) => moneyInWords({ minor, currency });
  const left = capturedMinor - refundedMinor;
  return adminPage({
    title: say("refunding.title"),
    at: "bookings",
    isPart: true,
    form,
    children: (
      <>
        <FactRows>
          <Fact name={say("story.payment.captured")}>{money(capturedMinor)}</Fact>
          <Fact name={say("story.payment.returned")}>{money(refundedMinor)}</Fact>
          <Fact name={say("story.payment.left")}>{money(left)}</Fact>
        </FactRows>
        {left > 0 ? (
          <>
            <p>{say("refunding.lead")}</p>
            <Form action={`/admin/bookings/${bookingId}/refund?payment=${id}`} formKey={formKey}>
              <input type="hidden" name="refunded" value={String(refundedMinor)} />
              <input type="hidden" name="failed" value={String(failed)} />
              <Radios
                name="how"
                label={say("refunding.how")}
                form={form}
                options={[
                  { value: "rest", label: say("refunding.rest", { money: money(left) }) },
                  { value: "part", label: say("refunding.part") },
                ]}
              />
              <Input
                name="amount"
                label={say("refunding.amount", { currency })}
                hint={say("refunding.amount.hint", { decimals: decimalsOf(currency) })}
                inputmode="decimal"
                form={form}
              />
              <button type="submit">{say("refunding.submit")}</button>
            </Form>
          </>
        ) : (
          <p class="state off">{say("refunding.nothing")}</p>
        )}
        <p>
          <a href={`/admin/bookings/${bookingId}`}>{say("act.back")}</a>
        </p>
      </>
    ),
  });
}
