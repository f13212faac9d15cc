import type { MAIL as EN } from "../en/mail.ts";

/**
 * The texts of mails: subject, first sentence and further sentences of each kind of notice, and the labels of facts. `other` is the other party's
 * name, or what they are, inside a sentence; `starting` is the same at the beginning of one; `reader` is `client` or `coach`. Sentences state
 * what is so when the mail is read, not how soon something is: a reminder that was delivered late must not lie.
 */
export const MAIL = {
  "mail.greeting": "Olá, {name}!",
  "mail.greeting.client": "Olá, cliente!",
  "mail.greeting.coach": "Olá, coach!",
  "mail.footer": "O CultureBridge Booking envia este e-mail por causa das suas sessões ou agendas. As respostas a ele não são lidas.",

  "mail.created.subject": "Reservada: sessão com {other}, {time}",
  "mail.created.opening":
    "{reader, select, client {Sua sessão com {other} está reservada.} other {{starting} reservou uma sessão com você.}}",
  "mail.requested.subject": "Pedida: sessão com {other}, {time}",
  "mail.requested.opening": "{reader, select, client {Você pediu uma sessão com {other}.} other {{starting} pediu uma sessão com você.}}",
  "mail.requested.closing":
    "{reader, select, client {O horário fica guardado para você. Escrevemos de novo assim que a sessão for confirmada.} other {O horário fica guardado. A sessão só acontece depois de confirmada.}}",
  "mail.confirmed.subject": "Confirmada: sessão com {other}, {time}",
  "mail.confirmed.opening": "Sua sessão com {other} está confirmada.",
  "mail.confirmed.also": "A sessão está confirmada.",
  "mail.rescheduled.subject": "Remarcada: sessão com {other}, {time}",
  "mail.rescheduled.opening": "Sua sessão com {other} tem um novo horário.",
  "mail.rescheduled.closing": "Ela ainda não está confirmada.",
  "mail.rescheduled.also": "A sessão tem um novo horário.",
  "mail.cancelled.subject": "Cancelada: sessão com {other}, {time}",
  "mail.cancelled.opening":
    "{by, select, reader {Você cancelou sua sessão com {other}.} other_side {{starting} cancelou a sessão com você.} admin {Um administrador cancelou sua sessão com {other}.} other {Sua sessão com {other} foi cancelada.}}",
  "mail.lapsed.subject": "Não confirmada: sessão com {other}, {time}",
  "mail.lapsed.opening": "Sua sessão com {other} não foi confirmada a tempo e não vai acontecer.",
  "mail.refund_to_come":
    "{reader, select, client {O reembolso volta para o cartão que você usou para pagar.} other {O reembolso volta para o cartão do cliente.}}",
  "mail.completed.subject": "Realizada: sessão com {other}, {time}",
  "mail.completed.opening": "Sua sessão com {other} foi realizada.",
  "mail.move_asked.subject": "Pode ser remarcada? Sessão com {other}, {time}",
  "mail.move_asked.opening": "{starting} pede para remarcar a sessão com você.",
  "mail.move_asked.closing": "O horário pedido não fica guardado. A sessão só muda se você aceitar, e você pode recusar.",
  "mail.move_asked.action": "Aceitar ou recusar",
  "mail.move_withdrawn.subject": "Pedido retirado: sessão com {other}, {time}",
  "mail.move_withdrawn.opening": "{starting} retirou o pedido para remarcar a sessão com você.",
  "mail.move_declined.subject": "Não remarcada: sessão com {other}, {time}",
  "mail.move_declined.opening": "Seu pedido para remarcar a sessão com {other} foi recusado.",
  "mail.move_lapsed.subject": "Não remarcada: sessão com {other}, {time}",
  "mail.move_lapsed.opening": "Seu pedido para remarcar a sessão com {other} não foi respondido a tempo.",
  "mail.stays": "A sessão continua no horário indicado aqui.",
  "mail.place_changed.subject": "Novo local: sessão com {other}, {time}",
  "mail.place_changed.opening": "Sua sessão com {other} tem um novo local.",
  "mail.place_changed.also": "A sessão tem um novo local.",
  "mail.reminder.subject": "Lembrete: sessão com {other}, {time}",
  "mail.reminder.opening":
    "{ahead, select, none {Este é um lembrete da sua sessão com {other}.} other {Este é o seu lembrete, com antecedência de {ahead}, da sua sessão com {other}.}}",
  "mail.payment_received.subject": "Pagamento recebido: sessão com {other}, {time}",
  "mail.payment_received.opening":
    "{reader, select, client {Recebemos seu pagamento pela sessão com {other}.} other {{starting} pagou a sessão com você.}}",
  "mail.payment_received.closing":
    "{status, select, pending {{reader, select, client {A sessão ainda aguarda a confirmação do seu coach.} other {A sessão ainda aguarda a sua confirmação.}}} cancelled {A sessão já tinha sido cancelada, por isso o pagamento é reembolsado.} other {A sessão está confirmada.}}",
  "mail.payment_failed.subject": "Falha no pagamento: sessão com {other}, {time}",
  "mail.payment_failed.opening":
    "{reader, select, client {O pagamento da sua sessão com {other} não foi aprovado.} other {O pagamento da sessão com {other} não foi aprovado.}}",
  "mail.payment_failed.held": "O horário continua guardado, e você pode tentar de novo.",
  "mail.payment_failed.freed": "A sessão não vai acontecer, e o horário está livre de novo.",
  "mail.payment_failed.action": "Pagar ou gerenciar esta sessão",
  "mail.refunded.subject": "Reembolso: sessão com {other}, {time}",
  "mail.refunded.opening":
    "{reader, select, client {Seu pagamento da sessão com {other} foi reembolsado.} other {O pagamento da sessão com {other} foi reembolsado.}}",
  "mail.refunded.closing": "O prazo para o valor aparecer depende do banco.",
  "mail.event_deleted_ask.subject": "Você quis cancelar? Sessão com {other}, {time}",
  "mail.event_deleted_ask.opening": "O evento da sua sessão com {other} foi excluído da sua agenda.",
  "mail.event_deleted_ask.closing":
    "A sessão continua valendo. Se ela não deve acontecer, cancele aqui; caso contrário, não há nada a fazer.",
  "mail.calendar_conflict.subject": "Conflito de agenda: sessão com {other}, {time}",
  "mail.calendar_conflict.opening": "Sua agenda está em conflito com a sua sessão com {other}.",
  "mail.calendar_conflict.closing": "A sessão vale no horário indicado aqui até que alguém a remarque ou cancele.",
  "mail.withdrawn":
    "Sua agenda agora já tem esta sessão por conta própria. A entrada criada pelo nosso e-mail anterior é removida; a sessão continua valendo.",

  "mail.calendar": "agenda",
  "mail.calendars": "Ver suas agendas",
  "mail.calendar_needs_reconnect.subject": "Conecte de novo sua {calendar}",
  "mail.calendar_needs_reconnect.opening": "Não temos mais acesso à sua {calendar}.",
  "mail.calendar_needs_reconnect.closing":
    "Até você conectar de novo, suas sessões não são incluídas nela, e os compromissos dela não são lidos. O que falta incluir fica guardado e segue automaticamente.",
  "mail.calendar_needs_reconnect.action": "Conectar de novo",
  "mail.calendar_unread.subject": "Não foi possível ler sua {calendar} por horas",
  "mail.calendar_unread.opening": "Há algumas horas não conseguimos ler sua {calendar}.",
  "mail.calendar_unread.closing":
    "O que mudou nela desde então não é conhecido aqui. Sua configuração para conexão perdida define se é possível reservar com você enquanto isso. Continuamos tentando e avisamos quando voltar a funcionar. Se não voltar, conecte de novo ou retire uma agenda que não pode ser lida.",
  "mail.calendar_read_again.subject": "Sua {calendar} voltou a ser lida",
  "mail.calendar_read_again.opening": "Sua {calendar} pode ser lida de novo, e o que mudou nela já é conhecido aqui.",
  "mail.calendar_read_again.closing": "Não há nada a fazer.",
  "mail.calendar_gone.subject": "Uma agenda não existe mais na sua {calendar}",
  "mail.calendar_gone.opening": "Uma das agendas da sua {calendar} não existe mais.",
  "mail.calendar_gone.closing":
    "Ela não conta mais, e as outras continuam como antes. Confira se as agendas que devem bloquear seu tempo estão escolhidas. Suas sessões continuam valendo. Se elas eram incluídas nessa agenda, escolha outra para elas.",

  "mail.fact.when": "Quando",
  "mail.fact.before": "Antes",
  "mail.fact.wished": "Horário pedido",
  "mail.fact.answer_until": "Responder até",
  "mail.fact.with": "Com",
  "mail.fact.held_until": "Guardado até",
  "mail.fact.price": "Preço",
  "mail.fact.paid": "Pago",
  "mail.fact.refund_to_come": "A reembolsar",
  "mail.fact.refunded": "Reembolsado",
  "mail.fact.place": "Local",
  "mail.fact.link": "Link da reunião",
  "mail.fact.reason": "Motivo",

  "mail.place.in_person": "Presencial",
  "mail.place.phone": "Por telefone",
  "mail.place.online": "On-line",
  "mail.place.video": "Por vídeo",

  "mail.zone": "({zone}, {offset})",
  "mail.zone.utc": "({offset})",
  "mail.offsets": "{first} a {last}",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
