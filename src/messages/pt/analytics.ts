import type { ANALYTICS as EN } from "../en/analytics.ts";

/** The figures of admins, and a coach's own: names, definitions and what the charts say. */
export const ANALYTICS = {
  "figures.title": "Indicadores",
  "figures.from": "De",
  "figures.to": "Até",
  "figures.interval": "Por",
  "figures.interval.day": "dia",
  "figures.interval.week": "semana, a partir de segunda-feira",
  "figures.interval.month": "mês",
  "figures.zone": "Fuso horário",
  "figures.show": "Mostrar indicadores",
  "figures.fault.from": "Informe o primeiro dia como uma data.",
  "figures.fault.to": "Informe o último dia como uma data, não anterior ao primeiro, e no máximo {days} dias ao todo.",
  "figures.fault.interval": "Escolha dia, semana ou mês.",
  "figures.fault.time_zone": "Escolha um fuso horário da lista.",
  "figures.range": "De {from} a {to}, no fuso horário de {zone}. Cada status é o de agora ({now}).",
  "figures.definition": "Como isso é contado",
  "figures.definition.of": ": {figure}",
  "figures.table": "Em tabela",
  "figures.table.of": ": {figure}",
  "figures.when": "Quando",
  "figures.total": "Total",
  "figures.none": "Não há nada a contar neste período.",
  "figures.legend.stacked": "De baixo para cima:",
  "figures.legend.lines": "Linhas:",

  "figures.status.pending": "Não confirmadas",
  "figures.status.confirmed": "Confirmadas",
  "figures.status.completed": "Realizadas",
  "figures.status.cancelled": "Canceladas",
  "figures.held": "Já ocorridas",

  "figures.made": "Reservas feitas",
  "figures.made.sum":
    "{count, plural, =0 {Nenhuma reserva foi feita} one {Uma reserva foi feita} other {{count} reservas foram feitas}} neste período.",
  "figures.made.definition": "Reservas pelo momento em que foram feitas, com o status que têm agora.",
  "figures.sessions": "Sessões",
  "figures.sessions.sum":
    "{count, plural, =0 {Nenhuma sessão começa} one {Uma sessão começa} other {{count} sessões começam}} neste período; {held, plural, =0 {nenhuma já ocorreu} one {uma já ocorreu} other {{held} já ocorreram}}.",
  "figures.sessions.definition":
    "Sessões pelo início que têm agora, com o status que têm agora. Já ocorridas são as confirmadas ou realizadas que já terminaram. Não se pergunta a ninguém se as duas partes compareceram.",
  "figures.lead": "Antecedência",
  "figures.lead.sum":
    "Metade das reservas foi feita com {median} ou mais de antecedência; a metade do meio, com antecedência entre {lower} e {upper}.",
  "figures.lead.lower": "Quartil inferior",
  "figures.lead.median": "Mediana",
  "figures.lead.upper": "Quartil superior",
  "figures.lead.definition":
    "O tempo entre a reserva e o início que ela tem agora, em horas inteiras, de todas as reservas feitas neste período, inclusive as canceladas. Um quarto delas tem no máximo o quartil inferior, e um quarto, no mínimo o superior.",
  "figures.hours": "{hours, plural, one {# hora} other {# horas}}",
  "figures.days": "{days, plural, one {# dia} other {# dias}}",
  "figures.days_hours": "{days} e {hours}",

  "figures.cancelled": "Cancelamentos",
  "figures.cancelled.sum":
    "{count, plural, =0 {Ninguém cancelou} one {Uma reserva foi cancelada} other {{count} reservas foram canceladas}} neste período.",
  "figures.cancelled.by": "Por",
  "figures.cancelled.definition":
    "Reservas que alguém cancelou neste período, por quem cancelou e quanto tempo antes do início da sessão. Reservas que expiraram são contadas à parte.",
  "figures.by.client": "Cliente",
  "figures.by.coach": "Coach",
  "figures.by.admin": "Administrador",
  "figures.by.both": "De comum acordo",
  "figures.late.after_start": "No início ou depois",
  "figures.late.under_2_hours": "Menos de 2 horas antes",
  "figures.late.under_24_hours": "De 2 a 24 horas antes",
  "figures.late.under_7_days": "De 1 a 7 dias antes",
  "figures.late.earlier": "7 dias antes ou mais",

  "figures.lapsed": "Expiradas",
  "figures.lapsed.unpaid": "Não pagas a tempo",
  "figures.lapsed.unanswered": "Não respondidas a tempo",
  "figures.lapsed.definition":
    "Reservas não confirmadas cujo prazo terminou neste período: as que ainda aguardavam o pagamento e as que aguardavam o coach.",
  "figures.moves": "Remarcações",
  "figures.moves.definition":
    "Remarcações feitas neste período, por quem as fez. Uma remarcação que uma parte pediu e a outra aceitou é de comum acordo. Uma sessão remarcada duas vezes conta duas vezes.",

  "figures.money": "Valores em {currency}",
  "figures.money.sum": "Recebido: {captured}; reembolsado desse valor: {back}; mantido: {kept}.",
  "figures.money.disputed": "Em contestações abertas ou perdidas: {amount}. Esse valor não é descontado.",
  "figures.money.captured": "Recebido",
  "figures.money.given_back": "Reembolsado",
  "figures.money.kept": "Mantido",
  "figures.money.definition":
    "Pelo momento em que o pagamento foi aberto, no máximo cerca de meia hora antes de o dinheiro chegar. Reembolsado é o que foi devolvido desse mesmo dinheiro até agora, não importa quando. Mantido é a diferença; as tarifas do provedor de pagamento não são descontadas. Moedas nunca são somadas.",

  "figures.busy": "Horários mais procurados",
  "figures.busy.sum": "Início com mais sessões: {day}, {hour} ({count}).",
  "figures.busy.definition":
    "Sessões confirmadas e realizadas deste período, pelo dia da semana e pela hora em que começam no fuso horário escolhido.",
  "figures.busy.day": "Dia",

  "figures.coaches": "Coaches",
  "figures.coaches.name": "Coach",
  "figures.coaches.nameless": "Coach sem nome",
  "figures.coaches.booked": "Horas reservadas",
  "figures.coaches.cancellations": "Canceladas pelo coach",
  "figures.coaches.offered": "Horas oferecidas, pelos horários de hoje",
  "figures.coaches.definition":
    "Horas reservadas são as das sessões confirmadas e realizadas que começam neste período. Horas oferecidas são as que os horários de atendimento de hoje abrem nele, reservadas ou não; elas só aparecem para períodos que começam hoje ou depois.",
  "figures.coaches.before": "Coaches anteriores",
  "figures.coaches.after": "Mais coaches",
  "figures.coaches.none": "Não há coaches nesta página.",

  "own.title": "Seus indicadores",
  "own.lead": "Seus últimos {months} meses, incluindo este, no seu fuso horário, {zone}.",
  "own.hours": "Horas",
  "own.hours.sum": "Horas já ocorridas: {held}; ainda por vir: {ahead}.",
  "own.hours.held": "Já ocorridas",
  "own.hours.ahead": "Ainda por vir",
  "own.hours.definition":
    "A duração das suas sessões confirmadas e realizadas, pelo mês em que começam: as que já terminaram e as que ainda estão por vir.",
  "own.sessions": "Sessões",
  "own.no_money": "Nenhum pagamento chegou nestes meses.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
