/** Counties that the source package still calls by the name before their 撤县(市)设市(区); the border did not move. */
export const RENAMED: Readonly<Record<string, { readonly now: string; readonly since: string }>> = {
  横县: { now: '横州市', since: '2021-02' },
  荔浦县: { now: '荔浦市', since: '2018-08' },
  田阳县: { now: '田阳区', since: '2019-08' },
  平果县: { now: '平果市', since: '2019-12' },
  宜州市: { now: '宜州区', since: '2016-12' },
}
