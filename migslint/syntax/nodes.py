"""The shapes of libpg_query 18.4's JSON.  Written by tools/make_nodes.py; do not edit.

Fields whose value is 0, false, "" or an empty list are absent.  A field of a concrete type holds that body itself, a
`Node` holds {TAG: body} ({} for a null in a list).  Enums are the names of their values; `location` counts bytes.
Import this module under `TYPE_CHECKING` only.
"""

from __future__ import annotations

from typing import Any, TypedDict

Node = dict[str, Any]


class Integer(TypedDict, total=False):
    ival: int


class Float(TypedDict, total=False):
    fval: str


class Boolean(TypedDict, total=False):
    boolval: bool


class String(TypedDict, total=False):
    sval: str


class BitString(TypedDict, total=False):
    bsval: str


class List(TypedDict, total=False):
    items: list[Node]


class OidList(TypedDict, total=False):
    items: list[Node]


class IntList(TypedDict, total=False):
    items: list[Node]


class A_Const(TypedDict, total=False):
    ival: Integer
    fval: Float
    boolval: Boolean
    sval: String
    bsval: BitString
    isnull: bool
    location: int


class Alias(TypedDict, total=False):
    aliasname: str
    colnames: list[Node]


class RangeVar(TypedDict, total=False):
    catalogname: str
    schemaname: str
    relname: str
    inh: bool
    relpersistence: str
    alias: Alias
    location: int


class TableFunc(TypedDict, total=False):
    functype: str
    ns_uris: list[Node]
    ns_names: list[Node]
    docexpr: Node
    rowexpr: Node
    colnames: list[Node]
    coltypes: list[Node]
    coltypmods: list[Node]
    colcollations: list[Node]
    colexprs: list[Node]
    coldefexprs: list[Node]
    colvalexprs: list[Node]
    passingvalexprs: list[Node]
    notnulls: list[int]
    plan: Node
    ordinalitycol: int
    location: int


class IntoClause(TypedDict, total=False):
    rel: RangeVar
    colNames: list[Node]
    accessMethod: str
    options: list[Node]
    onCommit: str
    tableSpaceName: str
    viewQuery: Query
    skipData: bool


class Var(TypedDict, total=False):
    xpr: Node
    varno: int
    varattno: int
    vartype: int
    vartypmod: int
    varcollid: int
    varnullingrels: list[int]
    varlevelsup: int
    varreturningtype: str
    location: int


class Param(TypedDict, total=False):
    xpr: Node
    paramkind: str
    paramid: int
    paramtype: int
    paramtypmod: int
    paramcollid: int
    location: int


class Aggref(TypedDict, total=False):
    xpr: Node
    aggfnoid: int
    aggtype: int
    aggcollid: int
    inputcollid: int
    aggargtypes: list[Node]
    aggdirectargs: list[Node]
    args: list[Node]
    aggorder: list[Node]
    aggdistinct: list[Node]
    aggfilter: Node
    aggstar: bool
    aggvariadic: bool
    aggkind: str
    agglevelsup: int
    aggsplit: str
    aggno: int
    aggtransno: int
    location: int


class GroupingFunc(TypedDict, total=False):
    xpr: Node
    args: list[Node]
    refs: list[Node]
    agglevelsup: int
    location: int


class WindowFunc(TypedDict, total=False):
    xpr: Node
    winfnoid: int
    wintype: int
    wincollid: int
    inputcollid: int
    args: list[Node]
    aggfilter: Node
    runCondition: list[Node]
    winref: int
    winstar: bool
    winagg: bool
    location: int


class WindowFuncRunCondition(TypedDict, total=False):
    xpr: Node
    opno: int
    inputcollid: int
    wfunc_left: bool
    arg: Node


class MergeSupportFunc(TypedDict, total=False):
    xpr: Node
    msftype: int
    msfcollid: int
    location: int


class SubscriptingRef(TypedDict, total=False):
    xpr: Node
    refcontainertype: int
    refelemtype: int
    refrestype: int
    reftypmod: int
    refcollid: int
    refupperindexpr: list[Node]
    reflowerindexpr: list[Node]
    refexpr: Node
    refassgnexpr: Node


class FuncExpr(TypedDict, total=False):
    xpr: Node
    funcid: int
    funcresulttype: int
    funcretset: bool
    funcvariadic: bool
    funcformat: str
    funccollid: int
    inputcollid: int
    args: list[Node]
    location: int


class NamedArgExpr(TypedDict, total=False):
    xpr: Node
    arg: Node
    name: str
    argnumber: int
    location: int


class OpExpr(TypedDict, total=False):
    xpr: Node
    opno: int
    opresulttype: int
    opretset: bool
    opcollid: int
    inputcollid: int
    args: list[Node]
    location: int


class DistinctExpr(TypedDict, total=False):
    xpr: Node
    opno: int
    opresulttype: int
    opretset: bool
    opcollid: int
    inputcollid: int
    args: list[Node]
    location: int


class NullIfExpr(TypedDict, total=False):
    xpr: Node
    opno: int
    opresulttype: int
    opretset: bool
    opcollid: int
    inputcollid: int
    args: list[Node]
    location: int


class ScalarArrayOpExpr(TypedDict, total=False):
    xpr: Node
    opno: int
    useOr: bool
    inputcollid: int
    args: list[Node]
    location: int


class BoolExpr(TypedDict, total=False):
    xpr: Node
    boolop: str
    args: list[Node]
    location: int


class SubLink(TypedDict, total=False):
    xpr: Node
    subLinkType: str
    subLinkId: int
    testexpr: Node
    operName: list[Node]
    subselect: Node
    location: int


class SubPlan(TypedDict, total=False):
    xpr: Node
    subLinkType: str
    testexpr: Node
    paramIds: list[Node]
    plan_id: int
    plan_name: str
    firstColType: int
    firstColTypmod: int
    firstColCollation: int
    useHashTable: bool
    unknownEqFalse: bool
    parallel_safe: bool
    setParam: list[Node]
    parParam: list[Node]
    args: list[Node]
    startup_cost: float
    per_call_cost: float


class AlternativeSubPlan(TypedDict, total=False):
    xpr: Node
    subplans: list[Node]


class FieldSelect(TypedDict, total=False):
    xpr: Node
    arg: Node
    fieldnum: int
    resulttype: int
    resulttypmod: int
    resultcollid: int


class FieldStore(TypedDict, total=False):
    xpr: Node
    arg: Node
    newvals: list[Node]
    fieldnums: list[Node]
    resulttype: int


class RelabelType(TypedDict, total=False):
    xpr: Node
    arg: Node
    resulttype: int
    resulttypmod: int
    resultcollid: int
    relabelformat: str
    location: int


class CoerceViaIO(TypedDict, total=False):
    xpr: Node
    arg: Node
    resulttype: int
    resultcollid: int
    coerceformat: str
    location: int


class ArrayCoerceExpr(TypedDict, total=False):
    xpr: Node
    arg: Node
    elemexpr: Node
    resulttype: int
    resulttypmod: int
    resultcollid: int
    coerceformat: str
    location: int


class ConvertRowtypeExpr(TypedDict, total=False):
    xpr: Node
    arg: Node
    resulttype: int
    convertformat: str
    location: int


class CollateExpr(TypedDict, total=False):
    xpr: Node
    arg: Node
    collOid: int
    location: int


class CaseExpr(TypedDict, total=False):
    xpr: Node
    casetype: int
    casecollid: int
    arg: Node
    args: list[Node]
    defresult: Node
    location: int


class CaseWhen(TypedDict, total=False):
    xpr: Node
    expr: Node
    result: Node
    location: int


class CaseTestExpr(TypedDict, total=False):
    xpr: Node
    typeId: int
    typeMod: int
    collation: int


class ArrayExpr(TypedDict, total=False):
    xpr: Node
    array_typeid: int
    array_collid: int
    element_typeid: int
    elements: list[Node]
    multidims: bool
    list_start: int
    list_end: int
    location: int


class RowExpr(TypedDict, total=False):
    xpr: Node
    args: list[Node]
    row_typeid: int
    row_format: str
    colnames: list[Node]
    location: int


class RowCompareExpr(TypedDict, total=False):
    xpr: Node
    cmptype: str
    opnos: list[Node]
    opfamilies: list[Node]
    inputcollids: list[Node]
    largs: list[Node]
    rargs: list[Node]


class CoalesceExpr(TypedDict, total=False):
    xpr: Node
    coalescetype: int
    coalescecollid: int
    args: list[Node]
    location: int


class MinMaxExpr(TypedDict, total=False):
    xpr: Node
    minmaxtype: int
    minmaxcollid: int
    inputcollid: int
    op: str
    args: list[Node]
    location: int


class SQLValueFunction(TypedDict, total=False):
    xpr: Node
    op: str
    type: int
    typmod: int
    location: int


class XmlExpr(TypedDict, total=False):
    xpr: Node
    op: str
    name: str
    named_args: list[Node]
    arg_names: list[Node]
    args: list[Node]
    xmloption: str
    indent: bool
    type: int
    typmod: int
    location: int


class JsonFormat(TypedDict, total=False):
    format_type: str
    encoding: str
    location: int


class JsonReturning(TypedDict, total=False):
    format: JsonFormat
    typid: int
    typmod: int


class JsonValueExpr(TypedDict, total=False):
    raw_expr: Node
    formatted_expr: Node
    format: JsonFormat


class JsonConstructorExpr(TypedDict, total=False):
    xpr: Node
    type: str
    args: list[Node]
    func: Node
    coercion: Node
    returning: JsonReturning
    absent_on_null: bool
    unique: bool
    location: int


class JsonIsPredicate(TypedDict, total=False):
    expr: Node
    format: JsonFormat
    item_type: str
    unique_keys: bool
    location: int


class JsonBehavior(TypedDict, total=False):
    btype: str
    expr: Node
    coerce: bool
    location: int


class JsonExpr(TypedDict, total=False):
    xpr: Node
    op: str
    column_name: str
    formatted_expr: Node
    format: JsonFormat
    path_spec: Node
    returning: JsonReturning
    passing_names: list[Node]
    passing_values: list[Node]
    on_empty: JsonBehavior
    on_error: JsonBehavior
    use_io_coercion: bool
    use_json_coercion: bool
    wrapper: str
    omit_quotes: bool
    collation: int
    location: int


class JsonTablePath(TypedDict, total=False):
    name: str


class JsonTablePathScan(TypedDict, total=False):
    plan: Node
    path: JsonTablePath
    errorOnError: bool
    child: Node
    colMin: int
    colMax: int


class JsonTableSiblingJoin(TypedDict, total=False):
    plan: Node
    lplan: Node
    rplan: Node


class NullTest(TypedDict, total=False):
    xpr: Node
    arg: Node
    nulltesttype: str
    argisrow: bool
    location: int


class BooleanTest(TypedDict, total=False):
    xpr: Node
    arg: Node
    booltesttype: str
    location: int


class MergeAction(TypedDict, total=False):
    matchKind: str
    commandType: str
    override: str
    qual: Node
    targetList: list[Node]
    updateColnos: list[Node]


class CoerceToDomain(TypedDict, total=False):
    xpr: Node
    arg: Node
    resulttype: int
    resulttypmod: int
    resultcollid: int
    coercionformat: str
    location: int


class CoerceToDomainValue(TypedDict, total=False):
    xpr: Node
    typeId: int
    typeMod: int
    collation: int
    location: int


class SetToDefault(TypedDict, total=False):
    xpr: Node
    typeId: int
    typeMod: int
    collation: int
    location: int


class CurrentOfExpr(TypedDict, total=False):
    xpr: Node
    cvarno: int
    cursor_name: str
    cursor_param: int


class NextValueExpr(TypedDict, total=False):
    xpr: Node
    seqid: int
    typeId: int


class InferenceElem(TypedDict, total=False):
    xpr: Node
    expr: Node
    infercollid: int
    inferopclass: int


class ReturningExpr(TypedDict, total=False):
    xpr: Node
    retlevelsup: int
    retold: bool
    retexpr: Node


class TargetEntry(TypedDict, total=False):
    xpr: Node
    expr: Node
    resno: int
    resname: str
    ressortgroupref: int
    resorigtbl: int
    resorigcol: int
    resjunk: bool


class RangeTblRef(TypedDict, total=False):
    rtindex: int


class JoinExpr(TypedDict, total=False):
    jointype: str
    isNatural: bool
    larg: Node
    rarg: Node
    usingClause: list[Node]
    join_using_alias: Alias
    quals: Node
    alias: Alias
    rtindex: int


class FromExpr(TypedDict, total=False):
    fromlist: list[Node]
    quals: Node


class OnConflictExpr(TypedDict, total=False):
    action: str
    arbiterElems: list[Node]
    arbiterWhere: Node
    constraint: int
    onConflictSet: list[Node]
    onConflictWhere: Node
    exclRelIndex: int
    exclRelTlist: list[Node]


class Query(TypedDict, total=False):
    commandType: str
    querySource: str
    canSetTag: bool
    utilityStmt: Node
    resultRelation: int
    hasAggs: bool
    hasWindowFuncs: bool
    hasTargetSRFs: bool
    hasSubLinks: bool
    hasDistinctOn: bool
    hasRecursive: bool
    hasModifyingCTE: bool
    hasForUpdate: bool
    hasRowSecurity: bool
    hasGroupRTE: bool
    isReturn: bool
    cteList: list[Node]
    rtable: list[Node]
    rteperminfos: list[Node]
    jointree: FromExpr
    mergeActionList: list[Node]
    mergeTargetRelation: int
    mergeJoinCondition: Node
    targetList: list[Node]
    override: str
    onConflict: OnConflictExpr
    returningOldAlias: str
    returningNewAlias: str
    returningList: list[Node]
    groupClause: list[Node]
    groupDistinct: bool
    groupingSets: list[Node]
    havingQual: Node
    windowClause: list[Node]
    distinctClause: list[Node]
    sortClause: list[Node]
    limitOffset: Node
    limitCount: Node
    limitOption: str
    rowMarks: list[Node]
    setOperations: Node
    constraintDeps: list[Node]
    withCheckOptions: list[Node]
    stmt_location: int
    stmt_len: int


class TypeName(TypedDict, total=False):
    names: list[Node]
    typeOid: int
    setof: bool
    pct_type: bool
    typmods: list[Node]
    typemod: int
    arrayBounds: list[Node]
    location: int


class ColumnRef(TypedDict, total=False):
    fields: list[Node]
    location: int


class ParamRef(TypedDict, total=False):
    number: int
    location: int


class A_Expr(TypedDict, total=False):
    kind: str
    name: list[Node]
    lexpr: Node
    rexpr: Node
    rexpr_list_start: int
    rexpr_list_end: int
    location: int


class TypeCast(TypedDict, total=False):
    arg: Node
    typeName: TypeName
    location: int


class CollateClause(TypedDict, total=False):
    arg: Node
    collname: list[Node]
    location: int


class RoleSpec(TypedDict, total=False):
    roletype: str
    rolename: str
    location: int


class FuncCall(TypedDict, total=False):
    funcname: list[Node]
    args: list[Node]
    agg_order: list[Node]
    agg_filter: Node
    over: WindowDef
    agg_within_group: bool
    agg_star: bool
    agg_distinct: bool
    func_variadic: bool
    funcformat: str
    location: int


class A_Star(TypedDict):
    pass


class A_Indices(TypedDict, total=False):
    is_slice: bool
    lidx: Node
    uidx: Node


class A_Indirection(TypedDict, total=False):
    arg: Node
    indirection: list[Node]


class A_ArrayExpr(TypedDict, total=False):
    elements: list[Node]
    list_start: int
    list_end: int
    location: int


class ResTarget(TypedDict, total=False):
    name: str
    indirection: list[Node]
    val: Node
    location: int


class MultiAssignRef(TypedDict, total=False):
    source: Node
    colno: int
    ncolumns: int


class SortBy(TypedDict, total=False):
    node: Node
    sortby_dir: str
    sortby_nulls: str
    useOp: list[Node]
    location: int


class WindowDef(TypedDict, total=False):
    name: str
    refname: str
    partitionClause: list[Node]
    orderClause: list[Node]
    frameOptions: int
    startOffset: Node
    endOffset: Node
    location: int


class RangeSubselect(TypedDict, total=False):
    lateral: bool
    subquery: Node
    alias: Alias


class RangeFunction(TypedDict, total=False):
    lateral: bool
    ordinality: bool
    is_rowsfrom: bool
    functions: list[Node]
    alias: Alias
    coldeflist: list[Node]


class RangeTableFunc(TypedDict, total=False):
    lateral: bool
    docexpr: Node
    rowexpr: Node
    namespaces: list[Node]
    columns: list[Node]
    alias: Alias
    location: int


class RangeTableFuncCol(TypedDict, total=False):
    colname: str
    typeName: TypeName
    for_ordinality: bool
    is_not_null: bool
    colexpr: Node
    coldefexpr: Node
    location: int


class RangeTableSample(TypedDict, total=False):
    relation: Node
    method: list[Node]
    args: list[Node]
    repeatable: Node
    location: int


class ColumnDef(TypedDict, total=False):
    colname: str
    typeName: TypeName
    compression: str
    inhcount: int
    is_local: bool
    is_not_null: bool
    is_from_type: bool
    storage: str
    storage_name: str
    raw_default: Node
    cooked_default: Node
    identity: str
    identitySequence: RangeVar
    generated: str
    collClause: CollateClause
    collOid: int
    constraints: list[Node]
    fdwoptions: list[Node]
    location: int


class TableLikeClause(TypedDict, total=False):
    relation: RangeVar
    options: int
    relationOid: int


class IndexElem(TypedDict, total=False):
    name: str
    expr: Node
    indexcolname: str
    collation: list[Node]
    opclass: list[Node]
    opclassopts: list[Node]
    ordering: str
    nulls_ordering: str


class DefElem(TypedDict, total=False):
    defnamespace: str
    defname: str
    arg: Node
    defaction: str
    location: int


class LockingClause(TypedDict, total=False):
    lockedRels: list[Node]
    strength: str
    waitPolicy: str


class XmlSerialize(TypedDict, total=False):
    xmloption: str
    expr: Node
    typeName: TypeName
    indent: bool
    location: int


class PartitionElem(TypedDict, total=False):
    name: str
    expr: Node
    collation: list[Node]
    opclass: list[Node]
    location: int


class PartitionSpec(TypedDict, total=False):
    strategy: str
    partParams: list[Node]
    location: int


class PartitionBoundSpec(TypedDict, total=False):
    strategy: str
    is_default: bool
    modulus: int
    remainder: int
    listdatums: list[Node]
    lowerdatums: list[Node]
    upperdatums: list[Node]
    location: int


class PartitionRangeDatum(TypedDict, total=False):
    kind: str
    value: Node
    location: int


class PartitionCmd(TypedDict, total=False):
    name: RangeVar
    bound: PartitionBoundSpec
    concurrent: bool


class RangeTblEntry(TypedDict, total=False):
    alias: Alias
    eref: Alias
    rtekind: str
    relid: int
    inh: bool
    relkind: str
    rellockmode: int
    perminfoindex: int
    tablesample: TableSampleClause
    subquery: Query
    security_barrier: bool
    jointype: str
    joinmergedcols: int
    joinaliasvars: list[Node]
    joinleftcols: list[Node]
    joinrightcols: list[Node]
    join_using_alias: Alias
    functions: list[Node]
    funcordinality: bool
    tablefunc: TableFunc
    values_lists: list[Node]
    ctename: str
    ctelevelsup: int
    self_reference: bool
    coltypes: list[Node]
    coltypmods: list[Node]
    colcollations: list[Node]
    enrname: str
    enrtuples: float
    groupexprs: list[Node]
    lateral: bool
    inFromCl: bool
    securityQuals: list[Node]


class RTEPermissionInfo(TypedDict, total=False):
    relid: int
    inh: bool
    requiredPerms: int
    checkAsUser: int
    selectedCols: list[int]
    insertedCols: list[int]
    updatedCols: list[int]


class RangeTblFunction(TypedDict, total=False):
    funcexpr: Node
    funccolcount: int
    funccolnames: list[Node]
    funccoltypes: list[Node]
    funccoltypmods: list[Node]
    funccolcollations: list[Node]
    funcparams: list[int]


class TableSampleClause(TypedDict, total=False):
    tsmhandler: int
    args: list[Node]
    repeatable: Node


class WithCheckOption(TypedDict, total=False):
    kind: str
    relname: str
    polname: str
    qual: Node
    cascaded: bool


class SortGroupClause(TypedDict, total=False):
    tleSortGroupRef: int
    eqop: int
    sortop: int
    reverse_sort: bool
    nulls_first: bool
    hashable: bool


class GroupingSet(TypedDict, total=False):
    kind: str
    content: list[Node]
    location: int


class WindowClause(TypedDict, total=False):
    name: str
    refname: str
    partitionClause: list[Node]
    orderClause: list[Node]
    frameOptions: int
    startOffset: Node
    endOffset: Node
    startInRangeFunc: int
    endInRangeFunc: int
    inRangeColl: int
    inRangeAsc: bool
    inRangeNullsFirst: bool
    winref: int
    copiedOrder: bool


class RowMarkClause(TypedDict, total=False):
    rti: int
    strength: str
    waitPolicy: str
    pushedDown: bool


class WithClause(TypedDict, total=False):
    ctes: list[Node]
    recursive: bool
    location: int


class InferClause(TypedDict, total=False):
    indexElems: list[Node]
    whereClause: Node
    conname: str
    location: int


class OnConflictClause(TypedDict, total=False):
    action: str
    infer: InferClause
    targetList: list[Node]
    whereClause: Node
    location: int


class CTESearchClause(TypedDict, total=False):
    search_col_list: list[Node]
    search_breadth_first: bool
    search_seq_column: str
    location: int


class CTECycleClause(TypedDict, total=False):
    cycle_col_list: list[Node]
    cycle_mark_column: str
    cycle_mark_value: Node
    cycle_mark_default: Node
    cycle_path_column: str
    location: int
    cycle_mark_type: int
    cycle_mark_typmod: int
    cycle_mark_collation: int
    cycle_mark_neop: int


class CommonTableExpr(TypedDict, total=False):
    ctename: str
    aliascolnames: list[Node]
    ctematerialized: str
    ctequery: Node
    search_clause: CTESearchClause
    cycle_clause: CTECycleClause
    location: int
    cterecursive: bool
    cterefcount: int
    ctecolnames: list[Node]
    ctecoltypes: list[Node]
    ctecoltypmods: list[Node]
    ctecolcollations: list[Node]


class MergeWhenClause(TypedDict, total=False):
    matchKind: str
    commandType: str
    override: str
    condition: Node
    targetList: list[Node]
    values: list[Node]


class ReturningOption(TypedDict, total=False):
    option: str
    value: str
    location: int


class ReturningClause(TypedDict, total=False):
    options: list[Node]
    exprs: list[Node]


class TriggerTransition(TypedDict, total=False):
    name: str
    isNew: bool
    isTable: bool


class JsonOutput(TypedDict, total=False):
    typeName: TypeName
    returning: JsonReturning


class JsonArgument(TypedDict, total=False):
    val: JsonValueExpr
    name: str


class JsonFuncExpr(TypedDict, total=False):
    op: str
    column_name: str
    context_item: JsonValueExpr
    pathspec: Node
    passing: list[Node]
    output: JsonOutput
    on_empty: JsonBehavior
    on_error: JsonBehavior
    wrapper: str
    quotes: str
    location: int


class JsonTablePathSpec(TypedDict, total=False):
    string: Node
    name: str
    name_location: int
    location: int


class JsonTable(TypedDict, total=False):
    context_item: JsonValueExpr
    pathspec: JsonTablePathSpec
    passing: list[Node]
    columns: list[Node]
    on_error: JsonBehavior
    alias: Alias
    lateral: bool
    location: int


class JsonTableColumn(TypedDict, total=False):
    coltype: str
    name: str
    typeName: TypeName
    pathspec: JsonTablePathSpec
    format: JsonFormat
    wrapper: str
    quotes: str
    columns: list[Node]
    on_empty: JsonBehavior
    on_error: JsonBehavior
    location: int


class JsonKeyValue(TypedDict, total=False):
    key: Node
    value: JsonValueExpr


class JsonParseExpr(TypedDict, total=False):
    expr: JsonValueExpr
    output: JsonOutput
    unique_keys: bool
    location: int


class JsonScalarExpr(TypedDict, total=False):
    expr: Node
    output: JsonOutput
    location: int


class JsonSerializeExpr(TypedDict, total=False):
    expr: JsonValueExpr
    output: JsonOutput
    location: int


class JsonObjectConstructor(TypedDict, total=False):
    exprs: list[Node]
    output: JsonOutput
    absent_on_null: bool
    unique: bool
    location: int


class JsonArrayConstructor(TypedDict, total=False):
    exprs: list[Node]
    output: JsonOutput
    absent_on_null: bool
    location: int


class JsonArrayQueryConstructor(TypedDict, total=False):
    query: Node
    output: JsonOutput
    format: JsonFormat
    absent_on_null: bool
    location: int


class JsonAggConstructor(TypedDict, total=False):
    output: JsonOutput
    agg_filter: Node
    agg_order: list[Node]
    over: WindowDef
    location: int


class JsonObjectAgg(TypedDict, total=False):
    constructor: JsonAggConstructor
    arg: JsonKeyValue
    absent_on_null: bool
    unique: bool


class JsonArrayAgg(TypedDict, total=False):
    constructor: JsonAggConstructor
    arg: JsonValueExpr
    absent_on_null: bool


class RawStmt(TypedDict, total=False):
    stmt: Node
    stmt_location: int
    stmt_len: int


class InsertStmt(TypedDict, total=False):
    relation: RangeVar
    cols: list[Node]
    selectStmt: Node
    onConflictClause: OnConflictClause
    returningClause: ReturningClause
    withClause: WithClause
    override: str


class DeleteStmt(TypedDict, total=False):
    relation: RangeVar
    usingClause: list[Node]
    whereClause: Node
    returningClause: ReturningClause
    withClause: WithClause


class UpdateStmt(TypedDict, total=False):
    relation: RangeVar
    targetList: list[Node]
    whereClause: Node
    fromClause: list[Node]
    returningClause: ReturningClause
    withClause: WithClause


class MergeStmt(TypedDict, total=False):
    relation: RangeVar
    sourceRelation: Node
    joinCondition: Node
    mergeWhenClauses: list[Node]
    returningClause: ReturningClause
    withClause: WithClause


class SelectStmt(TypedDict, total=False):
    distinctClause: list[Node]
    intoClause: IntoClause
    targetList: list[Node]
    fromClause: list[Node]
    whereClause: Node
    groupClause: list[Node]
    groupDistinct: bool
    havingClause: Node
    windowClause: list[Node]
    valuesLists: list[Node]
    sortClause: list[Node]
    limitOffset: Node
    limitCount: Node
    limitOption: str
    lockingClause: list[Node]
    withClause: WithClause
    op: str
    all: bool
    larg: SelectStmt
    rarg: SelectStmt


class SetOperationStmt(TypedDict, total=False):
    op: str
    all: bool
    larg: Node
    rarg: Node
    colTypes: list[Node]
    colTypmods: list[Node]
    colCollations: list[Node]
    groupClauses: list[Node]


class ReturnStmt(TypedDict, total=False):
    returnval: Node


class PLAssignStmt(TypedDict, total=False):
    name: str
    indirection: list[Node]
    nnames: int
    val: SelectStmt
    location: int


class CreateSchemaStmt(TypedDict, total=False):
    schemaname: str
    authrole: RoleSpec
    schemaElts: list[Node]
    if_not_exists: bool


class AlterTableStmt(TypedDict, total=False):
    relation: RangeVar
    cmds: list[Node]
    objtype: str
    missing_ok: bool


AlterTableCmd = TypedDict(
    "AlterTableCmd",
    {
        "subtype": "str",
        "name": "str",
        "num": "int",
        "newowner": "RoleSpec",
        "def": "Node",
        "behavior": "str",
        "missing_ok": "bool",
        "recurse": "bool",
    },
    total=False,
)


class ATAlterConstraint(TypedDict, total=False):
    conname: str
    alterEnforceability: bool
    is_enforced: bool
    alterDeferrability: bool
    deferrable: bool
    initdeferred: bool
    alterInheritability: bool
    noinherit: bool


class ReplicaIdentityStmt(TypedDict, total=False):
    identity_type: str
    name: str


class AlterCollationStmt(TypedDict, total=False):
    collname: list[Node]


AlterDomainStmt = TypedDict(
    "AlterDomainStmt",
    {
        "subtype": "str",
        "typeName": "list[Node]",
        "name": "str",
        "def": "Node",
        "behavior": "str",
        "missing_ok": "bool",
    },
    total=False,
)


class GrantStmt(TypedDict, total=False):
    is_grant: bool
    targtype: str
    objtype: str
    objects: list[Node]
    privileges: list[Node]
    grantees: list[Node]
    grant_option: bool
    grantor: RoleSpec
    behavior: str


class ObjectWithArgs(TypedDict, total=False):
    objname: list[Node]
    objargs: list[Node]
    objfuncargs: list[Node]
    args_unspecified: bool


class AccessPriv(TypedDict, total=False):
    priv_name: str
    cols: list[Node]


class GrantRoleStmt(TypedDict, total=False):
    granted_roles: list[Node]
    grantee_roles: list[Node]
    is_grant: bool
    opt: list[Node]
    grantor: RoleSpec
    behavior: str


class AlterDefaultPrivilegesStmt(TypedDict, total=False):
    options: list[Node]
    action: GrantStmt


class CopyStmt(TypedDict, total=False):
    relation: RangeVar
    query: Node
    attlist: list[Node]
    is_from: bool
    is_program: bool
    filename: str
    options: list[Node]
    whereClause: Node


class VariableSetStmt(TypedDict, total=False):
    kind: str
    name: str
    args: list[Node]
    jumble_args: bool
    is_local: bool
    location: int


class VariableShowStmt(TypedDict, total=False):
    name: str


class CreateStmt(TypedDict, total=False):
    relation: RangeVar
    tableElts: list[Node]
    inhRelations: list[Node]
    partbound: PartitionBoundSpec
    partspec: PartitionSpec
    ofTypename: TypeName
    constraints: list[Node]
    nnconstraints: list[Node]
    options: list[Node]
    oncommit: str
    tablespacename: str
    accessMethod: str
    if_not_exists: bool


class Constraint(TypedDict, total=False):
    contype: str
    conname: str
    deferrable: bool
    initdeferred: bool
    is_enforced: bool
    skip_validation: bool
    initially_valid: bool
    is_no_inherit: bool
    raw_expr: Node
    cooked_expr: str
    generated_when: str
    generated_kind: str
    nulls_not_distinct: bool
    keys: list[Node]
    without_overlaps: bool
    including: list[Node]
    exclusions: list[Node]
    options: list[Node]
    indexname: str
    indexspace: str
    reset_default_tblspc: bool
    access_method: str
    where_clause: Node
    pktable: RangeVar
    fk_attrs: list[Node]
    pk_attrs: list[Node]
    fk_with_period: bool
    pk_with_period: bool
    fk_matchtype: str
    fk_upd_action: str
    fk_del_action: str
    fk_del_set_cols: list[Node]
    old_conpfeqop: list[Node]
    old_pktable_oid: int
    location: int


class CreateTableSpaceStmt(TypedDict, total=False):
    tablespacename: str
    owner: RoleSpec
    location: str
    options: list[Node]


class DropTableSpaceStmt(TypedDict, total=False):
    tablespacename: str
    missing_ok: bool


class AlterTableSpaceOptionsStmt(TypedDict, total=False):
    tablespacename: str
    options: list[Node]
    isReset: bool


class AlterTableMoveAllStmt(TypedDict, total=False):
    orig_tablespacename: str
    objtype: str
    roles: list[Node]
    new_tablespacename: str
    nowait: bool


class CreateExtensionStmt(TypedDict, total=False):
    extname: str
    if_not_exists: bool
    options: list[Node]


class AlterExtensionStmt(TypedDict, total=False):
    extname: str
    options: list[Node]


class AlterExtensionContentsStmt(TypedDict, total=False):
    extname: str
    action: int
    objtype: str
    object: Node


class CreateFdwStmt(TypedDict, total=False):
    fdwname: str
    func_options: list[Node]
    options: list[Node]


class AlterFdwStmt(TypedDict, total=False):
    fdwname: str
    func_options: list[Node]
    options: list[Node]


class CreateForeignServerStmt(TypedDict, total=False):
    servername: str
    servertype: str
    version: str
    fdwname: str
    if_not_exists: bool
    options: list[Node]


class AlterForeignServerStmt(TypedDict, total=False):
    servername: str
    version: str
    options: list[Node]
    has_version: bool


class CreateForeignTableStmt(TypedDict, total=False):
    base: CreateStmt
    servername: str
    options: list[Node]


class CreateUserMappingStmt(TypedDict, total=False):
    user: RoleSpec
    servername: str
    if_not_exists: bool
    options: list[Node]


class AlterUserMappingStmt(TypedDict, total=False):
    user: RoleSpec
    servername: str
    options: list[Node]


class DropUserMappingStmt(TypedDict, total=False):
    user: RoleSpec
    servername: str
    missing_ok: bool


class ImportForeignSchemaStmt(TypedDict, total=False):
    server_name: str
    remote_schema: str
    local_schema: str
    list_type: str
    table_list: list[Node]
    options: list[Node]


class CreatePolicyStmt(TypedDict, total=False):
    policy_name: str
    table: RangeVar
    cmd_name: str
    permissive: bool
    roles: list[Node]
    qual: Node
    with_check: Node


class AlterPolicyStmt(TypedDict, total=False):
    policy_name: str
    table: RangeVar
    roles: list[Node]
    qual: Node
    with_check: Node


class CreateAmStmt(TypedDict, total=False):
    amname: str
    handler_name: list[Node]
    amtype: str


class CreateTrigStmt(TypedDict, total=False):
    replace: bool
    isconstraint: bool
    trigname: str
    relation: RangeVar
    funcname: list[Node]
    args: list[Node]
    row: bool
    timing: int
    events: int
    columns: list[Node]
    whenClause: Node
    transitionRels: list[Node]
    deferrable: bool
    initdeferred: bool
    constrrel: RangeVar


class CreateEventTrigStmt(TypedDict, total=False):
    trigname: str
    eventname: str
    whenclause: list[Node]
    funcname: list[Node]


class AlterEventTrigStmt(TypedDict, total=False):
    trigname: str
    tgenabled: str


class CreatePLangStmt(TypedDict, total=False):
    replace: bool
    plname: str
    plhandler: list[Node]
    plinline: list[Node]
    plvalidator: list[Node]
    pltrusted: bool


class CreateRoleStmt(TypedDict, total=False):
    stmt_type: str
    role: str
    options: list[Node]


class AlterRoleStmt(TypedDict, total=False):
    role: RoleSpec
    options: list[Node]
    action: int


class AlterRoleSetStmt(TypedDict, total=False):
    role: RoleSpec
    database: str
    setstmt: VariableSetStmt


class DropRoleStmt(TypedDict, total=False):
    roles: list[Node]
    missing_ok: bool


class CreateSeqStmt(TypedDict, total=False):
    sequence: RangeVar
    options: list[Node]
    ownerId: int
    for_identity: bool
    if_not_exists: bool


class AlterSeqStmt(TypedDict, total=False):
    sequence: RangeVar
    options: list[Node]
    for_identity: bool
    missing_ok: bool


class DefineStmt(TypedDict, total=False):
    kind: str
    oldstyle: bool
    defnames: list[Node]
    args: list[Node]
    definition: list[Node]
    if_not_exists: bool
    replace: bool


class CreateDomainStmt(TypedDict, total=False):
    domainname: list[Node]
    typeName: TypeName
    collClause: CollateClause
    constraints: list[Node]


class CreateOpClassStmt(TypedDict, total=False):
    opclassname: list[Node]
    opfamilyname: list[Node]
    amname: str
    datatype: TypeName
    items: list[Node]
    isDefault: bool


class CreateOpClassItem(TypedDict, total=False):
    itemtype: int
    name: ObjectWithArgs
    number: int
    order_family: list[Node]
    class_args: list[Node]
    storedtype: TypeName


class CreateOpFamilyStmt(TypedDict, total=False):
    opfamilyname: list[Node]
    amname: str


class AlterOpFamilyStmt(TypedDict, total=False):
    opfamilyname: list[Node]
    amname: str
    isDrop: bool
    items: list[Node]


class DropStmt(TypedDict, total=False):
    objects: list[Node]
    removeType: str
    behavior: str
    missing_ok: bool
    concurrent: bool


class TruncateStmt(TypedDict, total=False):
    relations: list[Node]
    restart_seqs: bool
    behavior: str


class CommentStmt(TypedDict, total=False):
    objtype: str
    object: Node
    comment: str


class SecLabelStmt(TypedDict, total=False):
    objtype: str
    object: Node
    provider: str
    label: str


class DeclareCursorStmt(TypedDict, total=False):
    portalname: str
    options: int
    query: Node


class ClosePortalStmt(TypedDict, total=False):
    portalname: str


class FetchStmt(TypedDict, total=False):
    direction: str
    howMany: int
    portalname: str
    ismove: bool


class IndexStmt(TypedDict, total=False):
    idxname: str
    relation: RangeVar
    accessMethod: str
    tableSpace: str
    indexParams: list[Node]
    indexIncludingParams: list[Node]
    options: list[Node]
    whereClause: Node
    excludeOpNames: list[Node]
    idxcomment: str
    indexOid: int
    oldNumber: int
    oldCreateSubid: int
    oldFirstRelfilelocatorSubid: int
    unique: bool
    nulls_not_distinct: bool
    primary: bool
    isconstraint: bool
    iswithoutoverlaps: bool
    deferrable: bool
    initdeferred: bool
    transformed: bool
    concurrent: bool
    if_not_exists: bool
    reset_default_tblspc: bool


class CreateStatsStmt(TypedDict, total=False):
    defnames: list[Node]
    stat_types: list[Node]
    exprs: list[Node]
    relations: list[Node]
    stxcomment: str
    transformed: bool
    if_not_exists: bool


class StatsElem(TypedDict, total=False):
    name: str
    expr: Node


class AlterStatsStmt(TypedDict, total=False):
    defnames: list[Node]
    stxstattarget: Node
    missing_ok: bool


class CreateFunctionStmt(TypedDict, total=False):
    is_procedure: bool
    replace: bool
    funcname: list[Node]
    parameters: list[Node]
    returnType: TypeName
    options: list[Node]
    sql_body: Node


class FunctionParameter(TypedDict, total=False):
    name: str
    argType: TypeName
    mode: str
    defexpr: Node
    location: int


class AlterFunctionStmt(TypedDict, total=False):
    objtype: str
    func: ObjectWithArgs
    actions: list[Node]


class DoStmt(TypedDict, total=False):
    args: list[Node]


class InlineCodeBlock(TypedDict, total=False):
    source_text: str
    langOid: int
    langIsTrusted: bool
    atomic: bool


class CallStmt(TypedDict, total=False):
    funccall: FuncCall
    funcexpr: FuncExpr
    outargs: list[Node]


class CallContext(TypedDict, total=False):
    atomic: bool


class RenameStmt(TypedDict, total=False):
    renameType: str
    relationType: str
    relation: RangeVar
    object: Node
    subname: str
    newname: str
    behavior: str
    missing_ok: bool


class AlterObjectDependsStmt(TypedDict, total=False):
    objectType: str
    relation: RangeVar
    object: Node
    extname: String
    remove: bool


class AlterObjectSchemaStmt(TypedDict, total=False):
    objectType: str
    relation: RangeVar
    object: Node
    newschema: str
    missing_ok: bool


class AlterOwnerStmt(TypedDict, total=False):
    objectType: str
    relation: RangeVar
    object: Node
    newowner: RoleSpec


class AlterOperatorStmt(TypedDict, total=False):
    opername: ObjectWithArgs
    options: list[Node]


class AlterTypeStmt(TypedDict, total=False):
    typeName: list[Node]
    options: list[Node]


class RuleStmt(TypedDict, total=False):
    relation: RangeVar
    rulename: str
    whereClause: Node
    event: str
    instead: bool
    actions: list[Node]
    replace: bool


class NotifyStmt(TypedDict, total=False):
    conditionname: str
    payload: str


class ListenStmt(TypedDict, total=False):
    conditionname: str


class UnlistenStmt(TypedDict, total=False):
    conditionname: str


class TransactionStmt(TypedDict, total=False):
    kind: str
    options: list[Node]
    savepoint_name: str
    gid: str
    chain: bool
    location: int


class CompositeTypeStmt(TypedDict, total=False):
    typevar: RangeVar
    coldeflist: list[Node]


class CreateEnumStmt(TypedDict, total=False):
    typeName: list[Node]
    vals: list[Node]


class CreateRangeStmt(TypedDict, total=False):
    typeName: list[Node]
    params: list[Node]


class AlterEnumStmt(TypedDict, total=False):
    typeName: list[Node]
    oldVal: str
    newVal: str
    newValNeighbor: str
    newValIsAfter: bool
    skipIfNewValExists: bool


class ViewStmt(TypedDict, total=False):
    view: RangeVar
    aliases: list[Node]
    query: Node
    replace: bool
    options: list[Node]
    withCheckOption: str


class LoadStmt(TypedDict, total=False):
    filename: str


class CreatedbStmt(TypedDict, total=False):
    dbname: str
    options: list[Node]


class AlterDatabaseStmt(TypedDict, total=False):
    dbname: str
    options: list[Node]


class AlterDatabaseRefreshCollStmt(TypedDict, total=False):
    dbname: str


class AlterDatabaseSetStmt(TypedDict, total=False):
    dbname: str
    setstmt: VariableSetStmt


class DropdbStmt(TypedDict, total=False):
    dbname: str
    missing_ok: bool
    options: list[Node]


class AlterSystemStmt(TypedDict, total=False):
    setstmt: VariableSetStmt


class ClusterStmt(TypedDict, total=False):
    relation: RangeVar
    indexname: str
    params: list[Node]


class VacuumStmt(TypedDict, total=False):
    options: list[Node]
    rels: list[Node]
    is_vacuumcmd: bool


class VacuumRelation(TypedDict, total=False):
    relation: RangeVar
    oid: int
    va_cols: list[Node]


class ExplainStmt(TypedDict, total=False):
    query: Node
    options: list[Node]


class CreateTableAsStmt(TypedDict, total=False):
    query: Node
    into: IntoClause
    objtype: str
    is_select_into: bool
    if_not_exists: bool


class RefreshMatViewStmt(TypedDict, total=False):
    concurrent: bool
    skipData: bool
    relation: RangeVar


class CheckPointStmt(TypedDict):
    pass


class DiscardStmt(TypedDict, total=False):
    target: str


class LockStmt(TypedDict, total=False):
    relations: list[Node]
    mode: int
    nowait: bool


class ConstraintsSetStmt(TypedDict, total=False):
    constraints: list[Node]
    deferred: bool


class ReindexStmt(TypedDict, total=False):
    kind: str
    relation: RangeVar
    name: str
    params: list[Node]


CreateConversionStmt = TypedDict(
    "CreateConversionStmt",
    {
        "conversion_name": "list[Node]",
        "for_encoding_name": "str",
        "to_encoding_name": "str",
        "func_name": "list[Node]",
        "def": "bool",
    },
    total=False,
)


class CreateCastStmt(TypedDict, total=False):
    sourcetype: TypeName
    targettype: TypeName
    func: ObjectWithArgs
    context: str
    inout: bool


class CreateTransformStmt(TypedDict, total=False):
    replace: bool
    type_name: TypeName
    lang: str
    fromsql: ObjectWithArgs
    tosql: ObjectWithArgs


class PrepareStmt(TypedDict, total=False):
    name: str
    argtypes: list[Node]
    query: Node


class ExecuteStmt(TypedDict, total=False):
    name: str
    params: list[Node]


class DeallocateStmt(TypedDict, total=False):
    name: str
    isall: bool
    location: int


class DropOwnedStmt(TypedDict, total=False):
    roles: list[Node]
    behavior: str


class ReassignOwnedStmt(TypedDict, total=False):
    roles: list[Node]
    newrole: RoleSpec


class AlterTSDictionaryStmt(TypedDict, total=False):
    dictname: list[Node]
    options: list[Node]


class AlterTSConfigurationStmt(TypedDict, total=False):
    kind: str
    cfgname: list[Node]
    tokentype: list[Node]
    dicts: list[Node]
    override: bool
    replace: bool
    missing_ok: bool


class PublicationTable(TypedDict, total=False):
    relation: RangeVar
    whereClause: Node
    columns: list[Node]


class PublicationObjSpec(TypedDict, total=False):
    pubobjtype: str
    name: str
    pubtable: PublicationTable
    location: int


class CreatePublicationStmt(TypedDict, total=False):
    pubname: str
    options: list[Node]
    pubobjects: list[Node]
    for_all_tables: bool


class AlterPublicationStmt(TypedDict, total=False):
    pubname: str
    options: list[Node]
    pubobjects: list[Node]
    for_all_tables: bool
    action: str


class CreateSubscriptionStmt(TypedDict, total=False):
    subname: str
    conninfo: str
    publication: list[Node]
    options: list[Node]


class AlterSubscriptionStmt(TypedDict, total=False):
    kind: str
    subname: str
    conninfo: str
    publication: list[Node]
    options: list[Node]


class DropSubscriptionStmt(TypedDict, total=False):
    subname: str
    missing_ok: bool
    behavior: str
