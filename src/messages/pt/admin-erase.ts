import type { ADMIN_ERASE as EN } from "../en/admin-erase.ts";

/** Erasing a person, for admins: the question before it, and what was done. */
export const ADMIN_ERASE = {
  "erase.title": "Apagar {name}",
  "erase.what":
    "A conta é encerrada definitivamente. Nome, endereço, notas, motivos, assinaturas e acessos a calendários desaparecem. As sessões permanecem no registro com horários e valores, sem dizer de quem eram.",
  "erase.undo": "Isto não pode ser desfeito, e a pessoa não poderá voltar com o mesmo login.",
  "erase.ahead": "Enquanto houver sessões por vir ou um pagamento em aberto, nada é apagado. Cancele primeiro essas sessões.",
  "erase.copies": "A Stripe e os calendários das pessoas mantêm o que possuem. A lista está na resposta da API e nessas contas.",
  "erase.sure": "Sim, apagar esta pessoa definitivamente",
  "erase.tick": "Marque a caixa, para que ninguém seja apagado por engano.",
  "erase.do": "Apagar esta pessoa",
  "erase.rest": "Apagar o restante",
  "erase.more": "{count, plural, one {Uma sessão foi limpa.} other {# sessões foram limpas.}} Há mais: continue.",
  "erase.done":
    "Os dados desta pessoa foram apagados. {count, plural, =0 {} one {Por último, uma sessão foi limpa.} other {Por último, # sessões foram limpas.}}",
  "erase.state": "Apagada",
  "erase.lead": "A pedido, pode ser apagado tudo o que diz quem é esta pessoa.",
  "erase.link": "Apagar esta pessoa …",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
