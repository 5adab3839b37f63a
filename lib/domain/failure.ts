/** Why a lot ended without a result, in the words of the notice; a reason that is not listed is a sentence itself. */
const SENTENCES: Readonly<Record<string, string>> = {
  "bids-below-three":
    "至投标截止时间，投标人少于三个，依照《中华人民共和国招标投标法》第二十八条不予开标，投标文件予以退回。",
  "opened-below-minimum": "成功开启的投标文件少于招标文件规定的数量，依照招标文件的规定招标失败。",
  "all-rejected": "评标委员会经评审否决了全部投标，依照《中华人民共和国招标投标法》第四十二条重新招标。",
};

/** @param reason code or sentence as `failLot` was told */
export const failureSentence = (reason: string): string => SENTENCES[reason] ?? reason;
