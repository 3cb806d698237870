// International Classification of Crime for Statistical Purposes (ICCS), version 1.0, UNODC, Vienna, March 2015: levels
// 1 and 2.
//
// `verified` says that code and English name were seen in a published copy or in a published code list that uses them
// (Eurostat crim_off_cat, UN-CTS questionnaire); the rest is from the literature and stays marked. Russian and Kazakh
// names are the project's own translations where no official text was at hand.
#include <array>

#include "axes/classification.hpp"
#include "base/require.hpp"

namespace tartip::axes {
namespace {

struct Row {
  const char* code;  // two digits: a section; four: a division of it
  bool verified;
  const char* en;
  const char* ru;
  const char* kk;
};

constexpr std::array k_rows{
    Row{"01", true, "Acts leading to death or intending to cause death",
        "Деяния, повлёкшие смерть или направленные на причинение смерти",
        "Өлімге әкелген немесе өлтіруге бағытталған әрекеттер"},
    Row{"0101", true, "Intentional homicide", "Умышленное убийство", "Қасақана кісі өлтіру"},
    Row{"0102", true, "Attempted intentional homicide", "Покушение на умышленное убийство",
        "Қасақана кісі өлтіруге оқталу"},
    Row{"0103", true, "Non-intentional homicide", "Неумышленное убийство", "Абайсызда кісі өлтіру"},
    Row{"0104", true, "Assisting or instigating suicide", "Содействие самоубийству или подстрекательство к нему",
        "Өзін-өзі өлтіруге көмектесу немесе итермелеу"},
    Row{"0105", true, "Euthanasia", "Эвтаназия", "Эвтаназия"},
    Row{"0106", true, "Illegal feticide", "Незаконное умерщвление плода", "Ұрықты заңсыз өлтіру"},
    Row{"0107", true, "Unlawful killing associated with armed conflict",
        "Незаконное убийство, связанное с вооружённым конфликтом", "Қарулы қақтығысқа байланысты заңсыз кісі өлтіру"},
    Row{"0109", false, "Other acts leading to death or intending to cause death",
        "Прочие деяния, повлёкшие смерть или направленные на причинение смерти",
        "Өлімге әкелген немесе өлтіруге бағытталған өзге әрекеттер"},
    Row{"02", true, "Acts causing harm or intending to cause harm to the person",
        "Деяния, причинившие вред человеку или направленные на его причинение",
        "Адамға зиян келтірген немесе зиян келтіруге бағытталған әрекеттер"},
    Row{"0201", true, "Assaults and threats", "Нападения и угрозы", "Шабуыл жасау және қоқан-лоқы"},
    Row{"0202", true, "Acts against liberty", "Деяния против свободы", "Бас бостандығына қарсы әрекеттер"},
    Row{"0203", false, "Slavery and exploitation", "Рабство и эксплуатация", "Құлдық және қанау"},
    Row{"0204", true, "Trafficking in persons", "Торговля людьми", "Адам саудасы"},
    Row{"0205", false, "Coercion", "Принуждение", "Мәжбүрлеу"},
    Row{"0206", false, "Negligence", "Небрежность", "Ұқыпсыздық"},
    Row{"0207", false, "Dangerous acts", "Опасные деяния", "Қауіпті әрекеттер"},
    Row{"0208", false, "Acts intended to induce fear or emotional distress",
        "Деяния с целью вызвать страх или душевное страдание",
        "Қорқыту немесе жан күйзелісін тудыру мақсатындағы әрекеттер"},
    Row{"0209", false, "Defamation or insult", "Клевета или оскорбление", "Жала жабу немесе қорлау"},
    Row{"0210", false, "Discrimination", "Дискриминация", "Кемсітушілік"},
    Row{"0211", false, "Acts that trespass against the person", "Посягательства на частную жизнь и права человека",
        "Адамның жеке өмірі мен құқықтарына қол сұғу"},
    Row{"0219", false, "Other acts causing harm or intending to cause harm to the person",
        "Прочие деяния, причинившие вред человеку или направленные на его причинение",
        "Адамға зиян келтірген немесе зиян келтіруге бағытталған өзге әрекеттер"},
    Row{"03", true, "Injurious acts of a sexual nature", "Причиняющие вред деяния сексуального характера",
        "Зиян келтіретін сексуалдық сипаттағы әрекеттер"},
    Row{"0301", true, "Sexual violence", "Сексуальное насилие", "Сексуалдық зорлық-зомбылық"},
    Row{"0302", true, "Sexual exploitation", "Сексуальная эксплуатация", "Сексуалдық қанау"},
    Row{"0309", false, "Other injurious acts of a sexual nature",
        "Прочие причиняющие вред деяния сексуального характера", "Зиян келтіретін сексуалдық сипаттағы өзге әрекеттер"},
    Row{"04", true, "Acts against property involving violence or threat against a person",
        "Деяния против собственности с насилием или угрозой насилия над человеком",
        "Адамға күш қолданып немесе қорқытып меншікке қарсы жасалған әрекеттер"},
    Row{"0401", true, "Robbery", "Грабёж и разбой", "Тонау және қарақшылық"},
    Row{"0409", false, "Other acts against property involving violence or threat against a person",
        "Прочие деяния против собственности с насилием или угрозой насилия над человеком",
        "Адамға күш қолданып немесе қорқытып меншікке қарсы жасалған өзге әрекеттер"},
    Row{"05", true, "Acts against property only", "Деяния только против собственности", "Тек меншікке қарсы әрекеттер"},
    Row{"0501", true, "Burglary", "Кража со взломом", "Бұзып кіріп ұрлау"},
    Row{"0502", true, "Theft", "Кража", "Ұрлық"},
    Row{"0503", false, "Intellectual property offences", "Нарушения прав интеллектуальной собственности",
        "Зияткерлік меншік құқықтарын бұзу"},
    Row{"0504", false, "Property damage", "Повреждение имущества", "Мүлікті бүлдіру"},
    Row{"0509", false, "Other acts against property only", "Прочие деяния только против собственности",
        "Тек меншікке қарсы өзге әрекеттер"},
    Row{"06", true, "Acts involving controlled drugs or other psychoactive substances",
        "Деяния, связанные с контролируемыми наркотиками или другими психоактивными веществами",
        "Бақылаудағы есірткіге немесе өзге психобелсенді заттарға байланысты әрекеттер"},
    Row{"0601", true, "Unlawful acts involving controlled drugs or precursors",
        "Незаконные деяния с контролируемыми наркотиками или прекурсорами",
        "Бақылаудағы есірткіге немесе прекурсорларға байланысты заңсыз әрекеттер"},
    Row{"0602", false, "Unlawful acts involving alcohol, tobacco or other controlled substances",
        "Незаконные деяния с алкоголем, табаком или другими контролируемыми веществами",
        "Алкогольге, темекіге немесе өзге бақылаудағы заттарға байланысты заңсыз әрекеттер"},
    Row{"0609", false, "Other acts involving controlled drugs or other psychoactive substances",
        "Прочие деяния, связанные с контролируемыми наркотиками или другими психоактивными веществами",
        "Бақылаудағы есірткіге немесе өзге психобелсенді заттарға байланысты өзге әрекеттер"},
    Row{"07", true, "Acts involving fraud, deception or corruption",
        "Деяния, связанные с мошенничеством, обманом или коррупцией",
        "Алаяқтыққа, алдауға немесе жемқорлыққа байланысты әрекеттер"},
    Row{"0701", true, "Fraud", "Мошенничество", "Алаяқтық"},
    Row{"0702", false, "Forgery/counterfeiting", "Подлог и подделка", "Жалған жасау және қолдан жасау"},
    Row{"0703", true, "Corruption", "Коррупция", "Жемқорлық"},
    Row{"0704", false, "Acts involving the proceeds of crime", "Деяния, связанные с доходами от преступлений",
        "Қылмыстан түскен кіріске байланысты әрекеттер"},
    Row{"0709", false, "Other acts involving fraud, deception or corruption",
        "Прочие деяния, связанные с мошенничеством, обманом или коррупцией",
        "Алаяқтыққа, алдауға немесе жемқорлыққа байланысты өзге әрекеттер"},
    Row{"08", true, "Acts against public order, authority and provisions of the State",
        "Деяния против общественного порядка, власти и установлений государства",
        "Қоғамдық тәртіпке, билікке және мемлекет белгілеген ережелерге қарсы әрекеттер"},
    Row{"0801", false, "Acts against public order behavioural standards", "Нарушения общественных норм поведения",
        "Қоғамдық мінез-құлық нормаларын бұзу"},
    Row{"0802", false, "Acts against public order sexual standards", "Нарушения общественных норм в сексуальной сфере",
        "Сексуалдық саладағы қоғамдық нормаларды бұзу"},
    Row{"0803", false, "Acts related to freedom or control of expression",
        "Деяния, связанные со свободой выражения мнений или её ограничением",
        "Пікір білдіру еркіндігіне немесе оны шектеуге байланысты әрекеттер"},
    Row{"0804", false, "Acts contrary to public revenue or regulatory provisions",
        "Нарушения правил о государственных доходах или регулировании",
        "Мемлекеттік кіріс немесе реттеу қағидаларын бұзу"},
    Row{"0805", false, "Acts related to migration", "Деяния, связанные с миграцией", "Көші-қонға байланысты әрекеттер"},
    Row{"0806", false, "Acts against the justice system", "Деяния против системы правосудия",
        "Сот төрелігі жүйесіне қарсы әрекеттер"},
    Row{"0807", false, "Acts related to democratic elections", "Деяния, связанные с демократическими выборами",
        "Демократиялық сайлауға байланысты әрекеттер"},
    Row{"0808", false, "Acts contrary to labour law", "Нарушения трудового законодательства", "Еңбек заңнамасын бұзу"},
    Row{"0809", false, "Other acts against public order, authority and provisions of the State",
        "Прочие деяния против общественного порядка, власти и установлений государства",
        "Қоғамдық тәртіпке, билікке және мемлекет белгілеген ережелерге қарсы өзге әрекеттер"},
    Row{"09", true, "Acts against public safety and state security",
        "Деяния против общественной безопасности и безопасности государства",
        "Қоғамдық қауіпсіздікке және мемлекет қауіпсіздігіне қарсы әрекеттер"},
    Row{"0901", false, "Acts involving weapons, explosives and other destructive materials",
        "Деяния, связанные с оружием, взрывчатыми и другими разрушительными материалами",
        "Қаруға, жарылғыш және өзге қиратқыш материалдарға байланысты әрекеттер"},
    Row{"0902", false, "Acts against health and safety", "Деяния против здоровья и безопасности",
        "Денсаулық пен қауіпсіздікке қарсы әрекеттер"},
    Row{"0903", true, "Acts against computer systems", "Деяния против компьютерных систем",
        "Компьютерлік жүйелерге қарсы әрекеттер"},
    Row{"0904", false, "Acts against state security", "Деяния против безопасности государства",
        "Мемлекет қауіпсіздігіне қарсы әрекеттер"},
    Row{"0905", false, "Acts related to an organized criminal group",
        "Деяния, связанные с организованной преступной группой", "Ұйымдасқан қылмыстық топқа байланысты әрекеттер"},
    Row{"0906", false, "Terrorism", "Терроризм", "Терроризм"},
    Row{"0907", false, "Non-injurious traffic violations",
        "Нарушения правил дорожного движения без причинения вреда здоровью",
        "Денсаулыққа зиян келтірмеген жол қозғалысы қағидаларын бұзу"},
    Row{"0909", false, "Other acts against public safety and state security",
        "Прочие деяния против общественной безопасности и безопасности государства",
        "Қоғамдық қауіпсіздікке және мемлекет қауіпсіздігіне қарсы өзге әрекеттер"},
    Row{"10", true, "Acts against the natural environment", "Деяния против окружающей природной среды",
        "Қоршаған табиғи ортаға қарсы әрекеттер"},
    Row{"1001", true, "Acts that cause environmental pollution or degradation",
        "Деяния, приводящие к загрязнению или ухудшению состояния окружающей среды",
        "Қоршаған ортаны ластайтын немесе нашарлататын әрекеттер"},
    Row{"1002", true, "Acts involving the movement or dumping of waste",
        "Деяния, связанные с перемещением или сбросом отходов",
        "Қалдықтарды тасымалдауға немесе төгуге байланысты әрекеттер"},
    Row{"1003", true, "Trade or possession of protected or prohibited species of fauna and flora",
        "Торговля охраняемыми или запрещёнными видами фауны и флоры и владение ими",
        "Қорғалатын немесе тыйым салынған жануарлар мен өсімдіктер түрлерін сату немесе иелену"},
    Row{"1004", true, "Acts that result in the depletion or degradation of natural resources",
        "Деяния, приводящие к истощению или ухудшению природных ресурсов",
        "Табиғи ресурстарды сарқитын немесе нашарлататын әрекеттер"},
    Row{"1009", false, "Other acts against the natural environment", "Прочие деяния против окружающей природной среды",
        "Қоршаған табиғи ортаға қарсы өзге әрекеттер"},
    Row{"11", true, "Other criminal acts not elsewhere classified",
        "Прочие преступные деяния, не отнесённые к другим разделам",
        "Басқа бөлімдерге жатқызылмаған өзге қылмыстық әрекеттер"},
    Row{"1101", false, "Acts under universal jurisdiction", "Деяния, подпадающие под универсальную юрисдикцию",
        "Әмбебап юрисдикцияға жататын әрекеттер"},
    Row{"1102", false, "Acts contrary to youth regulations and acts against minors",
        "Нарушения правил о молодёжи и деяния против несовершеннолетних",
        "Жастарға қатысты қағидаларды бұзу және кәмелетке толмағандарға қарсы әрекеттер"},
    Row{"1109", false, "Other criminal acts not elsewhere classified",
        "Прочие преступные деяния, не отнесённые к другим группам",
        "Басқа топтарға жатқызылмаған өзге қылмыстық әрекеттер"},
};

}  // namespace

Classification Classification::iccs() {
  std::vector<ClassItem> items;
  items.reserve(k_rows.size());
  std::int32_t section = -1;
  for (const Row& row : k_rows) {
    ClassItem item;
    item.number = static_cast<std::int32_t>(items.size());
    item.code = row.code;
    item.level = item.code.size() == 2 ? 0 : 1;
    if (item.level == 0)
      section = item.number;
    else
      item.parent = section;
    item.names.by_language = {{"en", row.en}, {"ru", row.ru}, {"kk", row.kk}};
    item.valid = {k_first_day, k_last_day};
    item.verified = row.verified;
    items.push_back(std::move(item));
  }
  Names names;
  names.by_language = {{"en", "International Classification of Crime for Statistical Purposes"},
                       {"ru", "Международная классификация преступлений для статистических целей"},
                       {"kk", "Статистикалық мақсаттарға арналған қылмыстардың халықаралық жіктемесі"}};
  ClassLevel sections;
  sections.id = "section";
  sections.names.by_language = {{"en", "Section"}, {"ru", "Раздел"}, {"kk", "Бөлім"}};
  ClassLevel divisions;
  divisions.id = "division";
  divisions.names.by_language = {{"en", "Division"}, {"ru", "Группа"}, {"kk", "Топ"}};
  auto made = make("iccs", std::move(names), "UNODC, ICCS version 1.0, Vienna 2015", {sections, divisions},
                   std::move(items), {});
  require(made.has_value(), "the built-in ICCS table is a valid classification");
  return std::move(*made);
}

}  // namespace tartip::axes
