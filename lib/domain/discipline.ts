/**
 * What every member of a committee signs before the work (L 44, I 48–49, V 13): confidentiality and discipline. The Chinese
 * text is what is signed; its digest stands in the statement.
 */
export const DISCIPLINE: readonly { readonly zh: string; readonly en: string }[] = [
  {
    zh: "按照招标文件规定的评标标准和方法，客观、公正地提出评审意见，对所提意见承担个人责任；招标文件没有规定的标准和方法，不作为评标依据。",
    en: "I judge objectively and fairly by the standards and methods of the tender documents alone, and answer for my opinion myself.",
  },
  {
    zh: "不私下接触投标人，不收受投标人给予的财物或者其他好处，不向招标人征询确定中标人的意向，不接受任何单位或者个人明示或者暗示的倾向或者排斥特定投标人的要求。",
    en: "I have no private contact with bidders and take nothing from them, ask nobody whom to choose, and follow no request to favour or exclude a bidder.",
  },
  {
    zh: "不透露对投标文件的评审和比较、中标候选人的推荐情况以及与评标有关的其他情况；中标结果确定前，不透露评标委员会成员名单。",
    en: "I disclose nothing of the review, comparison and recommendation, nor who the members are before the result is fixed.",
  },
  {
    zh: "独立评审，不与其他成员协商评分，不发表具有倾向性、诱导性的言论，不记录、复制或者带走任何评标资料。",
    en: "I judge alone, agree on no marks with others, try to sway nobody, and record, copy or take away nothing.",
  },
  {
    zh: "评标期间不擅离职守，不使用与评标无关的通讯工具；发现应当回避的情形，立即主动提出。",
    en: "I stay at my seat, use no means of communication of my own, and withdraw at once where something keeps me out.",
  },
];
