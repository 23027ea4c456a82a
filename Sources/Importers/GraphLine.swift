/// What one line of a function_graph trace says, before calls are matched with their exits.
enum GraphLine: Hashable {
  /// Blank, a `#` comment, an event in `/* */`, an interrupt mark, the rule around a task switch.
  case nothing
  /// The header names another tracer.
  case otherTracer(String)
  /// `0)  a-1  =>  b-2`: the processor goes on with another task.
  case taskSwitch(processor: Int, to: Task)
  /// The ring buffer overflowed here.
  case lost(String)
  case call(Place, Function, isLeaf: Bool)
  /// The name stands behind the brace only if the tracer was told to, or had lost the entry.
  case exit(Place, name: String?)
  case unreadable(column: Int, String)

  struct Task: Hashable {
    var name: String
    var pid: Int
  }

  /// Which stack a line belongs to and how deep it stands there.
  struct Place: Hashable {
    var processor: Int?
    /// nil without the option funcgraph-proc.
    var task: Task?
    /// Spaces before the function; two a level.
    var indent: Int
    /// Of the function, counted from 1.
    var column: Int
  }

  struct Function: Hashable {
    var name: String
    var cloneSuffix: String?
    var module: String?
  }
}

extension GraphLine {
  /// Reads one line, line end excluded.
  ///
  /// Format: `print_graph_*`, kernel/trace/trace_functions_graph.c. Columns before the function may lack;
  /// time, processor, task and latency flags have shapes of their own, the duration is blank or in us.
  init(_ line: ArraySlice<UInt8>) {
    let text = line.trimmed
    guard let first = text.first else {
      self = .nothing
      return
    }
    if first == UInt8(ascii: "#") {
      self = Self.comment(text)
      return
    }
    if text.allSatisfy({ $0 == Ascii.dash }) {
      self = .nothing
      return
    }
    guard line.contains(UInt8(ascii: "|")) else {
      self = Self.withoutColumns(text, in: line)
      return
    }
    var place = Place(indent: 0, column: 0)
    var start = line.startIndex
    for _ in 0..<6 {
      guard let bar = line[start...].firstIndex(of: UInt8(ascii: "|")) else { break }
      let isDuration = place.take(column: line[start..<bar].trimmed)
      start = bar + 1
      guard isDuration else { continue }
      let function = line[start...].trimmed
      place.indent = function.startIndex - start
      place.column = function.startIndex - line.startIndex + 1
      self = Self.function(function, at: place)
      return
    }
    self = .unreadable(column: 1, "no column for the duration, expected a line of the function_graph tracer")
  }

  private static func comment(_ text: ArraySlice<UInt8>) -> GraphLine {
    let words = String(decoding: text, as: UTF8.self).split(separator: " ")
    guard words.count >= 3, words[1] == "tracer:", words[2] != "function_graph" else { return .nothing }
    return .otherTracer(PrintableName.excerpt(ArraySlice(words[2].utf8)))
  }

  private static func withoutColumns(_ text: ArraySlice<UInt8>, in line: ArraySlice<UInt8>) -> GraphLine {
    let words = text.split(separator: Ascii.space)
    if let arrow = words.firstIndex(of: ArraySlice("=>".utf8)), let last = words.last,
      arrow + 1 < words.count,
      let processor = words[0].processor
    {
      // A command's name may contain spaces: everything behind the arrow is the name, up to its last dash.
      let name = line[words[arrow + 1].startIndex..<last.endIndex]
      if let task = Task(name) { return .taskSwitch(processor: processor, to: task) }
    }
    if words.contains(ArraySlice("[LOST".utf8)) { return .lost(PrintableName.excerpt(text, countMax: 60)) }
    let column = text.startIndex - line.startIndex + 1
    return .unreadable(
      column: column, "\(PrintableName.excerpt(text)), expected a line of the function_graph tracer")
  }

  private static func function(_ text: ArraySlice<UInt8>, at place: Place) -> GraphLine {
    guard let first = text.first else { return .nothing }
    if text.starts(with: "/*".utf8) { return .nothing }
    if first == UInt8(ascii: "}") {
      let tail = text.dropFirst().trimmed
      guard tail.starts(with: "/*".utf8) else { return .exit(place, name: nil) }
      let name = tail.dropFirst(2).trimmed.prefix { Ascii.isWord($0) || $0 == UInt8(ascii: ".") }
      return .exit(place, name: name.isEmpty ? nil : Function(symbol: name, module: nil).name)
    }
    let body = text.withoutTailComment
    let symbol = body.prefix { Ascii.isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$") }
    let function = Function(symbol: symbol, module: body[symbol.endIndex...].module)
    if !symbol.isEmpty, body.last == UInt8(ascii: "{") { return .call(place, function, isLeaf: false) }
    if !symbol.isEmpty, body.last == UInt8(ascii: ";") { return .call(place, function, isLeaf: true) }
    return .unreadable(
      column: place.column, "\(PrintableName.excerpt(text)), expected a call, a closing brace or a comment")
  }
}

extension GraphLine.Place {
  /// Takes what a column says; true when it is the duration, behind which the function stands.
  fileprivate mutating func take(column: ArraySlice<UInt8>) -> Bool {
    var rest = column
    let first = rest.prefix { $0 != Ascii.space }
    if let number = first.processor {
      processor = number
      rest = rest[first.endIndex...].trimmed
    }
    if rest.isEmpty {
      return true
    }
    if rest.reversed().starts(with: "su ".utf8) || rest.starts(with: "====".utf8)
      || rest.starts(with: "<===".utf8)
    {
      return true
    }
    if let named = GraphLine.Task(rest) { task = named }
    return false
  }
}

extension GraphLine.Task {
  /// `NAME-PID`; the name may contain dashes and spaces.
  init?(_ bytes: ArraySlice<UInt8>) {
    let text = bytes.trimmed
    let digits = text.reversed().prefix { Ascii.isDecimal($0) }.count
    guard digits > 0, digits <= 9, text.count > digits + 1 else { return nil }
    let dash = text.endIndex - digits - 1
    guard text[dash] == Ascii.dash, let pid = Int(String(decoding: text[(dash + 1)...], as: UTF8.self)) else {
      return nil
    }
    self.init(name: PrintableName.text(text[..<dash]).text, pid: pid)
  }
}

extension GraphLine.Function {
  /// C has no dots in names, so whatever follows the first one is the compiler's.
  init(symbol: ArraySlice<UInt8>, module: String?) {
    let base = symbol.prefix { $0 != UInt8(ascii: ".") }
    let suffix = symbol[base.endIndex...].dropFirst()
    name = String(decoding: base.isEmpty ? symbol : base, as: UTF8.self)
    cloneSuffix = suffix.isEmpty || base.isEmpty ? nil : String(decoding: suffix, as: UTF8.self)
    self.module = module
  }
}
