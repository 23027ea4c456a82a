import Drawing
import KernelRoutines
import MemoryModel
import Simulation

/// Everything one picture is drawn from: a recording, a position in it, and what is worked out from both
/// once.
public struct Scene: Sendable {
  public let recording: Recording
  public let track: StageTrack
  public let listing: Listing
  public let position: Int
  /// The state after the step, and the one before the step began.
  public let state: MachineState
  public let before: MachineState
  public let subject: Recording.Subject
  public let observers: Observers
  public let narrator: Narrator
  /// What the step changed.
  public let changes: ArraySlice<Change>
  public let motion: Motion
  public let view: View
  /// What the step says of the claims of the seed's message; a broken one comes first.
  public let verdicts: [Claim.Verdict]
  public let lanes: LaneTrack
  /// Where the run compares the range with its neighbours.
  public let merges: [MergeMoment]

  /// The run beside those of other kernels, once somebody asked for it.
  public let compare: CompareTour?

  /// What the person at the keys has chosen; it never changes what happened.
  public struct View: Hashable, Sendable {
    public var isPlaying = false
    /// What stands at the right of the header; nil is whether it plays.
    public var status: String?
    /// A notice in place of the hints, such as why a key could not act.
    public var notice = ""
    public var showsHelp = false
    /// The keys with a meaning of the person's own, in words.
    public var ownKeys: [String] = []
    /// What the hint line shows for a key of the standard map that is another key now; empty for none.
    public var shownKeys: [String: String] = [:]
    /// Decisions were added to the scenario's own.
    public var isDiverted = false
    /// The address space came from a real process.
    public var origin = ""
    /// The panes shown; nil lets the window decide.
    public var preset: Preset?
    /// The pane that has the window to itself.
    public var zoom: PaneName?
    /// The pane that the arrows move in.
    public var focus: PaneName?
    /// What `e`, `b` and `w` speak of; nil is what the step changed.
    public var selected: Thing?
    /// Enter gave the focused pane the arrows to the left and right too.
    public var isInside = false
    /// Rows by which panes are scrolled.
    public var scroll: [PaneName: Int] = [:]
    /// A box over the picture.
    public var sheet: Sheet?
    /// What is being typed.
    public var prompt: Prompt?
    /// What was searched for last.
    public var query = ""
    /// The row of the comparison that is looked at, where it is not that of the step.
    public var compareRow: Int?

    public enum Sheet: Hashable, Sendable {
      /// A thing is explained.
      case thing(Thing)
      case text(title: String, lines: [String])
    }

    public init() {}
  }

  public init(
    _ tour: Tour, at position: Int, view: View = View(), motion: Motion = .settled,
    compare: CompareTour? = nil
  ) {
    self.compare = compare
    recording = tour.recording
    track = tour.track
    listing = tour.listing
    lanes = tour.lanes
    merges = tour.merges
    self.position = position
    let first = tour.strides.start(of: position)
    state = recording.state(at: position)
    before = recording.state(at: first)
    subject = recording.subject(at: position, state: state)
    observers = Observers(recording, at: position, state: state)
    narrator = Narrator(recording, at: position)
    changes = recording.changes(from: first, to: position)
    self.motion = motion
    self.view = view
    let said = tour.verdicts.filter { $0.position > first && $0.position <= position }
    verdicts = said.filter(\.isBroken) + said.filter { !$0.isBroken }
  }

  public var mm: MMStruct { state.mm(MMID(0)) }
  public var facts: MachineFacts { recording.facts }
  public var mark: Mark? { recording.mark(position) }
  public var call: MmapCall? { facts.mmapCall }
  public var task: TaskStruct { state.task(TaskID(0)) }
  /// The task whose step is shown.
  public var actor: TaskStruct { state.task(mark?.task ?? TaskID(0)) }
  public var taskName: String { facts.taskNames.first ?? "task" }
  /// The file in whose rmap the new VMA is or will be: not the one opened once a stacked driver swapped it.
  /// Nil for anonymous memory.
  public var file: FileMapping? { recording.rmapFile(in: state).map { state.file($0) } }
  /// Its path, as `/proc/PID/maps` prints it.
  public var fileName: String {
    recording.rmapFile(in: state).map { facts.files[Int($0.index)].path } ?? recording.mappedName
  }
  /// The path of the file that the call names.
  public var openedName: String { recording.mappedName }

  /// Whether the step made a change of a kind.
  public func didChange(_ test: (Change) -> Bool) -> Bool { changes.contains(where: test) }
}

/// A recording with what browsing it needs; worked out once, when the run changes.
public struct Tour: Sendable {
  public let recording: Recording
  public let strides: Strides
  public let track: StageTrack
  public let listing: Listing
  public let lanes: LaneTrack
  /// Where the run compares the range with its neighbours.
  public let merges: [MergeMoment]
  /// Where the run shows the claims of the seed's message, and where it breaks them.
  public let verdicts: [Claim.Verdict]

  public init(_ recording: Recording) {
    self.recording = recording
    verdicts = recording.verdicts()
    strides = Strides(recording)
    track = StageTrack(recording)
    listing = Listing(recording)
    lanes = LaneTrack(recording)
    merges = MergeMoment.all(in: recording)
  }
}
