/// Something that must hold, judged at a moment.
public struct Law: Sendable {
  public enum Moment: Hashable, Sendable {
    /// After each change.
    case everyChange
    /// After each step, from the changes it made.
    case step
    /// At each mark at which no mmap lock is held for writing.
    case rest
    /// When the mapper's call has returned.
    case returns
  }

  /// The name used in scenarios and reports; a-z and underscores.
  public var id: String
  /// What must hold, as a sentence.
  public var sentence: String
  public var moment: Moment

  public init(id: String, sentence: String, moment: Moment) {
    self.id = id
    self.sentence = sentence
    self.moment = moment
  }

  /// Every law of the model, in the order in which they are reported.
  public static let all: [Law] = changeLaws + driverLaws + restLaws + returnLaws

  /// The law of an id.
  public static func named(_ id: String) -> Law? { all.first { $0.id == id } }
}

/// A law that does not hold, with the facts that contradict it.
public struct Violation: Hashable, Sendable {
  public var law: String
  public var facts: String

  public init(law: String, facts: String) {
    self.law = law
    self.facts = facts
  }
}
