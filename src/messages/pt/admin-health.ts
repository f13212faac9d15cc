import type { ADMIN_HEALTH as EN } from "../en/admin-health.ts";

/** The health of the service, part by part, for admins. */
export const ADMIN_HEALTH = {
  "admin.nav.health": "Saúde",
  "health.title": "Saúde do serviço",
  "health.ok": "Está tudo bem: todas as partes respondem e nenhum valor atingiu um limiar.",
  "health.warning":
    "O serviço funciona. {count, plural, one {Um valor atingiu} other {# valores atingiram}} um limiar, e há tempo para verificar.",
  "health.failing": "{count, plural, one {Uma parte precisa} other {# partes precisam}} de ajuda agora. Comece pela primeira abaixo.",
  "health.checked": "Verificado em {moment}.",
  "health.again": "Verificar de novo",
  "health.parts": "Parte por parte",
  "health.part.database_read": "Leitura da base de dados",
  "health.part.database_write": "Escrita na base de dados",
  "health.part.objects": "Objetos dos coaches e calendários",
  "health.part.database_size": "Tamanho da base de dados",
  "health.part.overdue_effects": "Atraso do efeito pendente mais antigo",
  "health.part.silent_accounts": "Calendários que deixaram de responder",
  "health.part.anchor_lag": "Tempo desde a última ancoragem do registo de auditoria",
  "health.state.ok": "Bem",
  "health.state.warning": "Convém verificar",
  "health.state.failing": "Em alarme",
  "health.state.unknown": "Desconhecido: sem resposta, por isso conta como alarme",
  "health.measured": "Medido: {figure}",
  "health.warning_from": "verificar a partir de {figure}",
  "health.failing_from": "alarme a partir de {figure}",
  "health.calendars": "{count, plural, one {# calendário} other {# calendários}}",
  "health.do.database_read":
    "Consulte a página de estado da Cloudflare. Até a base de dados responder, pede-se a quem chama que volte mais tarde.",
  "health.do.database_write":
    "Consulte a página de estado da Cloudflare. Se a leitura funciona e a escrita não, a base de dados pode estar cheia.",
  "health.do.objects": "Consulte a página de estado da Cloudflare. Se começou com uma nova versão, reverta-a.",
  "health.do.database_size": "Aos 10 GB, toda a escrita é recusada. Planeie um arquivo antes disso.",
  "health.do.overdue_effects": "Um fornecedor pode estar em baixo. Os efeitos em espera dizem qual e porquê.",
  "health.do.silent_accounts": "O serviço acorda-os por si próprio a cada cinco minutos. Se o número não descer, o registo indica a falha.",
  "health.do.anchor_lag": "A varredura não chega, ou uma parte dela falha. Após a primeira instalação, isto passa em poucos minutos.",
  "health.do.unknown": "Ninguém pode dizer como está esta parte até que responda. O registo diz porque não o fez.",
  "health.effects": "Ver os efeitos em espera",
  "health.guide": "Guia de operação: {part}",
  "health.monitor": "Como um monitor pede os mesmos valores",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
