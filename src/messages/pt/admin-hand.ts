import type { ADMIN_HAND as EN } from "../en/admin-hand.ts";

/** Matters that need a person's hand, and the check of the audit trail. */
export const ADMIN_HAND = {
  "admin.nav.hand": "Pendências",
  "admin.nav.audit": "Auditoria",
  "hand.title": "Pendências",
  "hand.lead": "Dinheiro que não seguiu o curso devido, do mais recente ao mais antigo.",
  "hand.none": "Não há pendências.",
  "hand.failed_effects": "Efeitos abandonados",
  "hand.refund": "Um reembolso de {money} falhou",
  "hand.refund.do": "O dinheiro não chegou. Devolva-o manualmente no Stripe ou combine outro meio.",
  "hand.dispute": "Um pagamento de {money} está em disputa",
  "hand.dispute.do": "Responda no Stripe antes do prazo. Um reembolso feito aqui seria pago além disso.",
  "hand.dispute.state": "Nas palavras do Stripe: {state}",
  "hand.booking": "Abrir a sessão",
  "hand.more": "Só os mais recentes de cada tipo são mostrados. A API lista todos.",
  "audit.title": "Trilha de auditoria",
  "audit.lead":
    "Cada mudança é uma linha de uma cadeia: uma por coach e uma para os atos da administração. Cada linha responde pela anterior.",
  "audit.begin": "Verificar todas as cadeias",
  "audit.on": "Continuar a verificação",
  "audit.progress":
    "{rows, plural, one {# linha verificada} other {# linhas verificadas}}, {chains, plural, one {# cadeia concluída} other {# cadeias concluídas}}.",
  "audit.whole": "Todas as cadeias estão íntegras.",
  "audit.broken.admins": "A cadeia da administração está rompida na linha {seq}.",
  "audit.broken.coach": "A cadeia do coach {coach} está rompida na linha {seq}.",
  "audit.unaudited": "A última mudança da sessão {booking} não tem linha.",
  "audit.altered.booking": "A sessão {booking} não está como diz a sua linha: foi alterada por fora do serviço.",
  "audit.altered.payment": "O valor do pagamento {payment} não é o que diz a sua linha: foi alterado por fora do serviço.",
  "audit.anchor.admins": "A cadeia da administração já não contém a linha ancorada {seq}: foi cortada ou substituída.",
  "audit.anchor.coach": "A cadeia de {coach} já não contém a linha ancorada {seq}: foi cortada, substituída ou apagada.",
  "audit.findings": "Encontrado pelo próprio serviço",
  "audit.broken.do": "Nada foi verificado além desse ponto. Compare com as âncoras fora do banco de dados.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
