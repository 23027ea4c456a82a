/// The word that was probably meant.
enum NearestWord {
  /// The known word closest to a misspelt one; nil when none is close. The first of equals wins.
  static func to(_ word: String, among known: [String]) -> String? {
    let limit = max(1, word.unicodeScalars.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in known {
      let distance = self.distance(word, candidate)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// How many letters must be added, dropped, replaced or swapped with their neighbour to turn one word into
  /// the other.
  static func distance(_ from: String, _ to: String) -> Int {
    let (source, target) = (Array(from.unicodeScalars), Array(to.unicodeScalars))
    var before: [Int] = []
    var row = Array(0...target.count)
    for line in source.indices {
      var next = [line + 1]
      for column in target.indices {
        let replaced = row[column] + (source[line] == target[column] ? 0 : 1)
        var best = min(replaced, row[column + 1] + 1, next[column] + 1)
        if line > 0, column > 0, source[line] == target[column - 1], source[line - 1] == target[column] {
          best = min(best, before[column - 1] + 1)
        }
        next.append(best)
      }
      (before, row) = (row, next)
    }
    return row[target.count]
  }
}
