import type { ADMIN_POINTS as EN } from "../en/admin-points.ts";

/** Figures of the service over time, for admins. */
export const ADMIN_POINTS = {
  "points.title": "Ao longo do tempo",
  "points.ranges": "Período",
  "points.range.day": "Últimas 24 horas",
  "points.range.week": "Últimos 7 dias",
  "points.analytics":
    "São recolhidos valores ao longo do tempo, mas ainda não estão ligados a esta página. Ela os desenha assim que o serviço conhecer a sua conta e um token que os possa ler.",
  "points.log":
    "Os valores ao longo do tempo vão para o registo deste serviço, uma linha para cada um. Esta página os desenha quando vão para o Analytics Engine.",
  "points.off": "Aqui não são recolhidos valores ao longo do tempo: a definição DATA_POINTS está desligada.",
  "points.connect": "Que valores existem e como ligá-los",
  "points.unread": "Isto não pode ser lido agora, por isso ninguém pode dizer quantos foram. Verifique de novo daqui a pouco.",
  "points.sum": "{well}. {wrong}.",
  "points.group": "Grupos",
  "points.group.definition":
    "Alterações de um coach que foram decididas em conjunto. Um grupo falhado encontrou um erro no caminho, como uma base de dados que não respondeu.",
  "points.group.well": "Decididos",
  "points.group.wrong": "Falhados",
  "points.dispatch": "Execuções",
  "points.dispatch.definition":
    "Rondas em que se executam e-mails, entradas de calendário, reembolsos e semelhantes. Com erro: pelo menos um não foi feito.",
  "points.dispatch.well": "Tudo feito",
  "points.dispatch.wrong": "Com erro",
  "points.sync": "Sincronizações",
  "points.sync.definition": "Leituras dos calendários ligados.",
  "points.sync.well": "Lidas por inteiro",
  "points.sync.wrong": "Não lidas por inteiro",
  "points.refusal": "Recusas",
  "points.refusal.definition": "Pedidos que foram recusados. A partir do estado 500, a falha é do serviço.",
  "points.refusal.well": "Recusados",
  "points.refusal.wrong": "Falha do serviço",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
