// The texts of the invented briefings.
import type { Language } from "./document.ts";

export interface SampleWords {
  title: string;
  subtitle: string;
  register: string;
  second: string;
  summary: string[];
  months: string[];
  usual: string;
  cell: string;
  district: string;
  rate: string;
  perMonth: string;
  exposure: string;
  row: string;
  change: string;
  total: string;
  classes: string[];
  fell: string;
  fellInterval: string;
  rose: string;
  roseInterval: string;
  unclear: string;
  unclearInterval: string;
  few: string;
  high: string;
  low: string;
  trend: string;
  trendFinding: string[];
  trendTitle: string;
  drivers: string;
  driversFinding: string[];
  driversTitle: string;
  driversUnit: string;
  map: string;
  mapFinding: string[];
  mapTitle: string;
  mapCaution: string;
  funnel: string;
  funnelFinding: string[];
  funnelTitle: string;
  tableNote: string;
  method: string;
  passport: string[][];
}

export const sampleWords: Record<Language, SampleWords> = {
  en: {
    title: "Sample briefing: invented numbers",
    subtitle: "January–December 2012 against January–December 2011",
    register: "Register of offences",
    second: "Register of fires",
    summary: ["Registered: 10,224 offences, 3.2% fewer than in the same period of last year.", "Theft rose by 9.4%; the rise is larger than chance explains."],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    usual: "usual range",
    cell: "Cell",
    district: "District",
    rate: "per 1,000 km²",
    perMonth: "offences per month",
    exposure: "area, km²",
    row: "Row",
    change: "Change",
    total: "Offences registered",
    classes: ["Theft from shops, trading halls and markets", "Burglary", "Robbery", "Assault", "Arson", "Fraud committed with telephones, cards and the internet", "Other offences"],
    fell: "−3.2% on 2011",
    fellInterval: "95% interval −5.1% to −1.3%",
    rose: "+9.4% on 2011",
    roseInterval: "95% interval +5.3% to +13.6%",
    unclear: "No clear change",
    unclearInterval: "95% interval −4.8% to +12.0%",
    few: "Too few events to say",
    high: "above chance variation",
    low: "below chance variation",
    trend: "Course of the year",
    trendFinding: ["From July the monthly counts stayed below last year’s.", "Two months are missing: the register did not receive them."],
    trendTitle: "Below last year since July, inside the usual range",
    drivers: "What drives the change",
    driversFinding: ["Other offences account for most of the fall; thefts rose against it."],
    driversTitle: "Thefts rose while other offences fell",
    driversUnit: "difference in offences, 2012 less 2011, with 95% intervals",
    map: "Where",
    mapFinding: ["Nine cells in the north-west lie above what chance explains."],
    mapTitle: "The north-west stands out",
    mapCaution: "A sample: shares and patterns hold, totals do not.",
    funnel: "Districts and noise",
    funnelFinding: ["Four of 48 districts lie outside the limits."],
    funnelTitle: "Most districts differ no more than chance allows",
    tableNote: "A dash: the register holds no value.",
    method: "Counts of records by the date of the event. Intervals assume independent events (Poisson); clusters make them wider.",
    passport: [["Register", "sample"], ["Cut", "as known on 1 February 2013"], ["Seed", "20121"], ["Checksum", "3f0c3a9d1b7e4a52a0c1f6b4e8d97c3e5a1b2c4d6e8f0a1b2c3d4e5f60718293"]],
  },
  ru: {
    title: "Образец справки: вымышленные числа",
    subtitle: "Январь–декабрь 2012 года к январю–декабрю 2011 года",
    register: "Реестр правонарушений",
    second: "Реестр пожаров",
    summary: ["Зарегистрировано: 10 224 правонарушения, на 3,2 % меньше, чем за тот же период прошлого года.", "Кражи выросли на 9,4 %: больше, чем объясняет случайность."],
    months: ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    usual: "обычный разброс",
    cell: "Ячейка",
    district: "Район",
    rate: "на 1 000 км²",
    perMonth: "правонарушений в месяц",
    exposure: "площадь, км²",
    row: "Строка",
    change: "Изменение",
    total: "Зарегистрировано правонарушений",
    classes: ["Кражи из магазинов, торговых залов и с рынков", "Кражи из жилищ", "Грабежи", "Причинение вреда здоровью", "Поджоги", "Мошенничество с использованием телефонов, карт и интернета", "Прочие правонарушения"],
    fell: "−3,2 % к 2011 году",
    fellInterval: "95-процентный интервал от −5,1 % до −1,3 %",
    rose: "+9,4 % к 2011 году",
    roseInterval: "95-процентный интервал от +5,3 % до +13,6 %",
    unclear: "Явного изменения нет",
    unclearInterval: "95-процентный интервал от −4,8 % до +12,0 %",
    few: "Слишком мало событий для вывода",
    high: "выше случайного разброса",
    low: "ниже случайного разброса",
    trend: "Ход года",
    trendFinding: ["С июля месячные числа ниже прошлогодних.", "Двух месяцев нет: реестр их не получил."],
    trendTitle: "С июля ниже прошлого года, в пределах обычного разброса",
    drivers: "Из чего складывается изменение",
    driversFinding: ["Снижение дали главным образом прочие правонарушения; кражи, напротив, выросли."],
    driversTitle: "Кражи выросли, прочие правонарушения снизились",
    driversUnit: "разность чисел 2012 и 2011 годов, с 95-процентными интервалами",
    map: "Где",
    mapFinding: ["Девять ячеек на северо-западе выше того, что объясняет случайность."],
    mapTitle: "Выделяется северо-запад",
    mapCaution: "Выборка: доли и закономерности верны, итоги нет.",
    funnel: "Районы и случайный разброс",
    funnelFinding: ["Четыре района из 48 лежат за пределами."],
    funnelTitle: "Большинство районов различаются не больше, чем допускает случайность",
    tableNote: "Прочерк: значения в реестре нет.",
    method: "Число записей по дате события. Интервалы предполагают независимые события (распределение Пуассона); скопления делают их шире.",
    passport: [["Реестр", "образец"], ["Срез", "по состоянию на 1 февраля 2013 года"], ["Зерно", "20121"], ["Контрольная сумма", "3f0c3a9d1b7e4a52a0c1f6b4e8d97c3e5a1b2c4d6e8f0a1b2c3d4e5f60718293"]],
  },
  kk: {
    title: "Анықтама үлгісі: ойдан алынған сандар",
    subtitle: "2012 жылғы қаңтар–желтоқсан, 2011 жылғы қаңтар–желтоқсанмен салыстырғанда",
    register: "Құқық бұзушылықтар тізілімі",
    second: "Өрттер тізілімі",
    summary: ["Тіркелді: 10 224 құқық бұзушылық, өткен жылдың осы кезеңіндегіден 3,2% аз.", "Ұрлық 9,4% өсті: бұл кездейсоқтықпен түсіндірілетіннен көп."],
    months: ["қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел."],
    usual: "әдеттегі ауқым",
    cell: "Ұяшық",
    district: "Аудан",
    rate: "1 000 км²-ге",
    perMonth: "айына құқық бұзушылық",
    exposure: "ауданы, км²",
    row: "Жол",
    change: "Өзгеріс",
    total: "Тіркелген құқық бұзушылық",
    classes: ["Дүкендерден, сауда залдарынан және базарлардан ұрлау", "Тұрғын үйден ұрлау", "Тонау", "Денсаулыққа зиян келтіру", "Өртеу", "Телефон, карта және интернет арқылы жасалған алаяқтық", "Өзге құқық бұзушылықтар"],
    fell: "2011 жылға −3,2%",
    fellInterval: "95% аралық: −5,1% – −1,3%",
    rose: "2011 жылға +9,4%",
    roseInterval: "95% аралық: +5,3% – +13,6%",
    unclear: "Айқын өзгеріс жоқ",
    unclearInterval: "95% аралық: −4,8% – +12,0%",
    few: "Оқиға тым аз, қорытынды жасауға болмайды",
    high: "кездейсоқ ауытқудан жоғары",
    low: "кездейсоқ ауытқудан төмен",
    trend: "Жыл барысы",
    trendFinding: ["Шілдеден бастап ай сайынғы сан өткен жылғыдан төмен.", "Екі ай жоқ: тізілім оларды алмаған."],
    trendTitle: "Шілдеден бері өткен жылдан төмен, әдеттегі ауқымда",
    drivers: "Өзгеріс неден құралады",
    driversFinding: ["Азаюдың көбі өзге құқық бұзушылықтардан; ұрлық, керісінше, өсті."],
    driversTitle: "Ұрлық өсті, өзге құқық бұзушылықтар азайды",
    driversUnit: "2012 және 2011 жылғы сандардың айырмасы, 95% аралықпен",
    map: "Қайда",
    mapFinding: ["Солтүстік-батыстағы тоғыз ұяшық кездейсоқтықпен түсіндірілетіннен жоғары."],
    mapTitle: "Солтүстік-батыс ерекшеленеді",
    mapCaution: "Іріктеме: үлестер мен заңдылықтар дұрыс, жиынтық сандар олай емес.",
    funnel: "Аудандар және кездейсоқ ауытқу",
    funnelFinding: ["48 ауданның төртеуі шектен тыс."],
    funnelTitle: "Аудандардың көбі кездейсоқтық шегінде ғана ерекшеленеді",
    tableNote: "Сызықша: тізілімде мән жоқ.",
    method: "Оқиға күні бойынша жазбалар саны. Аралықтар оқиғалар тәуелсіз деп есептейді (Пуассон үлестірімі); шоғырлану оларды кеңейтеді.",
    passport: [["Тізілім", "үлгі"], ["Кесінді", "2013 жылғы 1 ақпандағы жағдай"], ["Тұқым", "20121"], ["Бақылау қосындысы", "3f0c3a9d1b7e4a52a0c1f6b4e8d97c3e5a1b2c4d6e8f0a1b2c3d4e5f60718293"]],
  },
};
