// The answer in sentences: the first carries it.
export function Finding({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div class="finding">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
